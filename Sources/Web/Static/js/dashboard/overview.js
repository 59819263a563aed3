import { coalesce } from "../live-feed.js";

/** What a list of runs may take: it is read often, and one page of it is cheap. */
const RECENT_MS = 1000;
/** Figures and the matrix are counted over everything: no more often than this. */
const OVERVIEW_MS = 2000;

/**
 * Turns whatever changed into two slower signals: `live:recent` for lists of runs, `live:overview` for what
 * counts everything. The first and the last of a burst get through.
 * @param {EventTarget} body
 * @param {(fn: () => void, ms: number) => unknown} [later]
 */
export function installOverview(body = document.body, later = setTimeout) {
  /** @param {string} name */
  const emit = (name) => body.dispatchEvent(new CustomEvent(`live:${name}`));
  const recent = coalesce(emit, RECENT_MS, later);
  const overview = coalesce(emit, OVERVIEW_MS, later);
  body.addEventListener("live:runs.list", () => {
    recent("recent");
    overview("overview");
  });
  for (const type of ["live:skill.changed", "live:provider.changed", "live:alert.changed"]) {
    body.addEventListener(type, () => overview("overview"));
  }
}
