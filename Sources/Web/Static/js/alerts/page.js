import { coalesce } from "../live-feed.js";

/** Failures are gathered over all runs: no more often than this, the first and the last of a burst in any case. */
const FAILURES_MS = 2000;

const emit = coalesce((name) => document.body.dispatchEvent(new CustomEvent(`live:${name}`)), FAILURES_MS);
document.body.addEventListener("live:runs.list", () => emit("failures"));
