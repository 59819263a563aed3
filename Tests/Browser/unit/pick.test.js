import { Picks } from "../../../Sources/Web/Static/js/skills/pick.js";

Deno.test("what is chosen stays chosen while other rows are shown", () => {
  const picks = new Picks();
  picks.set("a", true);
  picks.set("b", true);
  picks.set("b", false);
  picks.set("c", true);
  if (picks.count !== 2 || !picks.has("a") || picks.has("b")) throw new Error("a and c are chosen");
  const beyond = picks.beyond(["a", "b"]).join();
  if (beyond !== "c") throw new Error(`${beyond} is beyond what is shown`);
});
