import { fill, oneByOne, poster } from "./bulk.js";

/** <bulk-runs>: does to run after run what its form says, shows how far it is, and can be stopped. */
export class BulkRuns extends HTMLElement {
  connectedCallback() {
    this.querySelector("form")?.addEventListener("submit", (e) => {
      e.preventDefault();
      if (e.currentTarget instanceof HTMLFormElement) this.#run(e.currentTarget);
    });
  }

  /** @param {HTMLFormElement} form */
  async #run(form) {
    const fields = new FormData(form);
    const ids = String(fields.get("runs") ?? "").split(",").filter(Boolean);
    const panel = this.querySelector(".bulk-progress");
    const bar = this.querySelector("progress");
    const abort = this.querySelector(".bulk-abort");
    const done = this.querySelector(".bulk-done");
    if (
      !(panel instanceof HTMLElement && bar && abort instanceof HTMLElement && done instanceof HTMLElement)
    ) return;
    const stop = new AbortController();
    abort.addEventListener("click", () => stop.abort(), { once: true });
    /** @param {Event} e */
    const stay = (e) => e.preventDefault();
    addEventListener("beforeunload", stay);
    form.hidden = true;
    panel.hidden = false;
    bar.max = ids.length;
    bar.value = 0;
    abort.focus();
    const { late = "", unreachable = "", unreadable = "" } = this.dataset;
    const words = { late, unreachable, unreadable };
    const act = poster(String(fields.get("action")), String(fields.get("reason") ?? ""), words);
    const { tally, end } = await oneByOne(ids, act, (now, id, outcome) => {
      bar.value = now.seen;
      this.#say("state", now);
      if (outcome.outcome !== "done") this.#note(id, outcome.why ?? "");
    }, stop.signal);
    removeEventListener("beforeunload", stay);
    this.#say({ "finished": "finished", "stopped": "stopped", "signed-out": "signedOut" }[end], tally);
    abort.hidden = true;
    done.hidden = false;
    done.focus();
  }

  #spoken = 0;

  /**
   * The end at once; on the way not oftener than somebody can listen.
   * @param {string} name @param {import("./bulk.js").Tally} tally
   */
  #say(name, tally) {
    if (name === "state" && Date.now() - this.#spoken < 400) return;
    this.#spoken = Date.now();
    const place = this.querySelector(".bulk-state");
    if (place) {
      place.textContent = fill(this.dataset[name] ?? "", { ...tally, left: tally.total - tally.seen });
    }
  }

  /** @param {string} id @param {string} why */
  #note(id, why) {
    const list = this.querySelector(".bulk-refused");
    if (!list || list.children.length >= 100) return;
    const link = document.createElement("a");
    link.href = `/runs/${id}`;
    link.textContent = id.slice(-8);
    const item = document.createElement("li");
    item.append(link, ` ${why}`);
    list.append(item);
  }
}

/** <run-picks>: marks every row of the page at once and says how many are marked. */
export class RunPicks extends HTMLElement {
  connectedCallback() {
    const all = this.querySelector("#pick-all");
    if (!(all instanceof HTMLInputElement)) return;
    const place = document.createElement("span");
    this.append(place);
    const boxes =
      () => /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll('input[name="run"]')]);
    const count = () => {
      const marked = boxes().filter((box) => box.checked).length;
      place.textContent = marked ? fill(this.dataset.some ?? "", { n: marked }) : "";
      all.checked = marked > 0 && marked === boxes().length;
      all.indeterminate = marked > 0 && !all.checked;
    };
    all.onchange = () => {
      boxes().forEach((box) => (box.checked = all.checked));
      count();
    };
    this.#count = (e) => {
      if (e.target instanceof HTMLInputElement && e.target.name === "run") count();
    };
    document.addEventListener("change", this.#count);
    setTimeout(count);
  }

  /** @type {((e: Event) => void) | null} */
  #count = null;

  disconnectedCallback() {
    if (this.#count) document.removeEventListener("change", this.#count);
  }
}
