import assert from "node:assert/strict";
import { pictured, titled } from "../../../Sources/Web/Static/js/open-alerts.js";

Deno.test("a title has the number of open alerts before it, and none when there are none", () => {
  assert.equal(titled("Runs · Skillyard", "2"), "(2) Runs · Skillyard");
  assert.equal(titled("(2) Runs · Skillyard", "99+"), "(99+) Runs · Skillyard");
  assert.equal(titled("(99+) Runs · Skillyard", ""), "Runs · Skillyard");
  assert.equal(titled("Runs (2) · Skillyard", ""), "Runs (2) · Skillyard");
});

Deno.test("the tab's picture has its mark while alerts are open", () => {
  assert.equal(pictured("/static/abc/favicon.svg", true), "/static/abc/favicon-alert.svg");
  assert.equal(pictured("/static/abc/favicon-alert.svg", true), "/static/abc/favicon-alert.svg");
  assert.equal(pictured("/static/abc/favicon-alert.svg", false), "/static/abc/favicon.svg");
});
