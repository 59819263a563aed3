import { deepStrictEqual as same } from "node:assert";
import { isFor, typeAgain, typedIn } from "../../../Sources/Web/Static/js/kept-typing.js";

/** @param {string} type @param {string} name @param {string} value @param {object} [more] */
const control = (type, name, value, more = {}) => ({
  type,
  name,
  value,
  defaultValue: "",
  readOnly: false,
  getAttribute: () => null,
  ...more,
});

/** @param {object[]} elements @returns {any} */
const form = (...elements) => ({ elements });

Deno.test("what was changed is kept; secrets, files and what a form carries unseen are not", () => {
  const typed = form(
    control("text", "name", "new"),
    control("text", "same", "as drawn", { defaultValue: "as drawn" }),
    control("textarea", "reason", "because"),
    control("password", "token", "sky_secret"),
    control("hidden", "revision", "2"),
    control("file", "bundle", "C:\\fakepath\\a.zip"),
    control("text", "secret", "sky_new", { readOnly: true }),
    control("text", "", "nameless"),
    control("checkbox", "on", "yes", { checked: false, defaultChecked: true }),
    control("checkbox", "off", "yes", { checked: false, defaultChecked: false }),
    control("select-one", "role", "admin", { options: [{ selected: true, defaultSelected: false }] }),
  );
  same(typedIn(typed), [
    { name: "name", value: "new" },
    { name: "reason", value: "because" },
    { name: "on", value: "yes", isChecked: false },
    { name: "role", value: "admin" },
  ]);
});

Deno.test("a form that was drawn anew with what was wrong is kept whole", () => {
  const typed = form(
    control("text", "name", "Wrong", { defaultValue: "Wrong", getAttribute: () => "true" }),
    control("text", "url", "https://a", { defaultValue: "https://a" }),
  );
  same(typedIn(typed).map(({ name }) => name), ["name", "url"]);
});

Deno.test("it is put back where it was, and nowhere else", () => {
  const [name, on, other, token] = [
    control("text", "name", ""),
    control("checkbox", "on", "yes", { checked: true }),
    control("checkbox", "on", "maybe", { checked: true }),
    control("password", "token", ""),
  ];
  typeAgain(form(name, on, other, token), [
    { name: "name", value: "new" },
    { name: "on", value: "yes", isChecked: false },
    { name: "token", value: "x" },
  ]);
  same([name.value, Reflect.get(on, "checked"), Reflect.get(other, "checked"), token.value], [
    "new",
    false,
    true,
    "",
  ]);
});

Deno.test("only the same page, soon, and after signing in", () => {
  const draft = { path: "/a?b=c", at: 1000, waits: true, forms: [] };
  same(isFor(draft, "/a?b=c", 2000), true);
  same(isFor(draft, "/a", 2000), false);
  same(isFor(draft, "/a?b=c", 1000 + 30 * 60_000), false);
  same(isFor({ ...draft, waits: false }, "/a?b=c", 2000), false);
});
