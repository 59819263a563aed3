import { installOverview } from "./overview.js";
import { SavedViews } from "./saved-views.js";

installOverview();
customElements.define("saved-views", SavedViews);
