import assert from "node:assert/strict";
import { canonical, readViews, withView } from "../../../Sources/Web/Static/js/dashboard/views.js";

Deno.test("what makes no sense is no view", () => {
  assert.deepEqual(readViews(null), []);
  assert.deepEqual(readViews("{broken"), []);
  assert.deepEqual(readViews('{"name":"a"}'), []);
  assert.deepEqual(readViews('[null, 3, {"name":"","query":""}, {"name":"a","query":7}]'), []);
  assert.deepEqual(readViews('[{"name":"a","query":"status=failed","more":1}]'), [
    { name: "a", query: "status=failed" },
  ]);
});

Deno.test("a view of the same name is replaced, and the list has an end", () => {
  const one = withView([], { name: "night", query: "status=failed" });
  const two = withView(one, { name: "night", query: "status=running" });
  assert.deepEqual(two, [{ name: "night", query: "status=running" }]);
  /** @type {import("../../../Sources/Web/Static/js/dashboard/views.js").View[]} */
  let many = [];
  for (let i = 0; i < 30; i++) many = withView(many, { name: `v${i}`, query: "" });
  assert.equal(many.length, 20);
  assert.equal(many[0]?.name, "v29");
});

Deno.test("a filter is the same whatever the order of its fields, empty ones and what is open", () => {
  assert.equal(canonical("?who=mina&status=failed&skill="), "status=failed&who=mina");
  assert.equal(canonical("status=failed&who=mina&cell=a%2Fb&mx=abc"), canonical("?who=mina&status=failed"));
  assert.equal(canonical("?skill=%ED%95%9C%EA%B5%AD"), "skill=%ED%95%9C%EA%B5%AD");
  assert.equal(canonical(""), "");
});
