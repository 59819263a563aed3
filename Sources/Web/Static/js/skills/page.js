import { installPicks } from "./pick.js";
import { SkillDrop } from "./skill-drop.js";

installPicks();
customElements.define("skill-drop", SkillDrop);
