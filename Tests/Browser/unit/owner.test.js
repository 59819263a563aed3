import { deepStrictEqual as same } from "node:assert";
import { claim, forget } from "../../../Sources/Web/Static/js/owner.js";

/** @param {Record<string, string>} kept */
function storage(kept) {
  return {
    kept,
    /** @param {string} name */
    getItem: (name) => kept[name] ?? null,
    /** @param {string} name @param {string} value */
    setItem: (name, value) => {
      kept[name] = value;
    },
    /** @param {string} name */
    removeItem: (name) => {
      delete kept[name];
    },
  };
}

Deno.test("signing out forgets what was said and typed", () => {
  const tab = storage({
    "owner": "mina",
    "chat-thread": "1",
    "chat-open": "true",
    "typed": "{}",
    "other": "1",
  });
  forget(tab);
  same(tab.kept, { other: "1" });
});

Deno.test("somebody else's first page forgets it, too; one's own and the page to sign in do not", () => {
  const tab = storage({});
  claim(tab, "mina");
  tab.setItem("chat-thread", "1");
  claim(tab, undefined);
  claim(tab, "mina");
  same(tab.kept, { "owner": "mina", "chat-thread": "1" });
  claim(tab, "joon");
  same(tab.kept, { owner: "joon" });
});
