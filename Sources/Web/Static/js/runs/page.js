import { BulkRuns, RunPicks } from "./bulk-runs.js";

customElements.define("bulk-runs", BulkRuns);
customElements.define("run-picks", RunPicks);
