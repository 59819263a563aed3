import { installOverview } from "./overview.js";
import { canonical, readViews, withView } from "./views.js";

/** @typedef {import("./views.js").View} View */

const KEY = "skillyard.views";

/** <saved-views>: names for filters, kept in this browser. Where nothing can be kept, there is nothing to see. */
class SavedViews extends HTMLElement {
  /** @type {View[]} */
  #views = [];
  #isNaming = false;
  #repaint = () => {
    if (!this.#isNaming) this.#paint();
  };

  connectedCallback() {
    try {
      this.#views = readViews(localStorage.getItem(KEY));
    } catch {
      return;
    }
    this.#paint();
    addEventListener("popstate", this.#repaint);
    addEventListener("storage", this.#fromElsewhere);
    document.body.addEventListener("htmx:replacedInHistory", this.#repaint);
    document.body.addEventListener("htmx:pushedIntoHistory", this.#repaint);
  }

  disconnectedCallback() {
    removeEventListener("popstate", this.#repaint);
    removeEventListener("storage", this.#fromElsewhere);
    document.body.removeEventListener("htmx:replacedInHistory", this.#repaint);
    document.body.removeEventListener("htmx:pushedIntoHistory", this.#repaint);
  }

  /** Another tab has saved something. @param {StorageEvent} e */
  #fromElsewhere = (e) => {
    if (e.key !== KEY) return;
    this.#views = readViews(e.newValue);
    this.#repaint();
  };

  #paint() {
    const list = document.createElement("ul");
    list.setAttribute("aria-label", this.dataset.label ?? "");
    const current = canonical(location.search);
    this.#views.forEach((view, index) => list.append(this.#item(view, index, current)));
    this.replaceChildren(list, this.#isNaming ? this.#form() : this.#opener());
  }

  /** @param {View} view @param {number} index @param {string} current */
  #item(view, index, current) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.id = `view-${index}`;
    const query = canonical(view.query);
    link.href = (this.dataset.path ?? "") + (query ? `?${query}` : "");
    link.textContent = view.name;
    if (query === current) link.setAttribute("aria-current", "true");
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "×";
    remove.setAttribute("aria-label", (this.dataset.remove ?? "").replace("{name}", view.name));
    remove.addEventListener("click", () => {
      this.#keep(this.#views.filter((v) => v.name !== view.name), this.dataset.removed, view.name);
    });
    item.append(link, remove);
    return item;
  }

  #opener() {
    const button = this.#button(this.dataset.save ?? "", "button");
    button.addEventListener("click", () => {
      this.#isNaming = true;
      this.#paint();
      this.querySelector("input")?.focus();
    });
    return button;
  }

  #form() {
    const form = document.createElement("form");
    const name = document.createElement("input");
    name.type = "text";
    name.required = true;
    name.maxLength = 40;
    name.setAttribute("aria-label", this.dataset.name ?? "");
    name.placeholder = this.dataset.name ?? "";
    const cancel = this.#button(this.dataset.cancel ?? "", "button");
    cancel.addEventListener("click", () => this.#close());
    form.addEventListener("keydown", (e) => {
      if (e.key === "Escape" && !e.isComposing) this.#close();
    });
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      const text = name.value.trim();
      if (!text) return;
      this.#isNaming = false;
      const view = { name: text, query: canonical(location.search) };
      this.#keep(withView(this.#views, view), this.dataset.saved, text);
    });
    form.append(name, this.#button(this.dataset.ok ?? "", "submit"), cancel);
    return form;
  }

  #close() {
    this.#isNaming = false;
    this.#paint();
    this.#focusOpener();
  }

  #focusOpener() {
    const opener = this.querySelector(":scope > button");
    if (opener instanceof HTMLElement) opener.focus();
  }

  /** @param {View[]} views @param {string | undefined} said @param {string} name */
  #keep(views, said, name) {
    this.#views = views;
    try {
      localStorage.setItem(KEY, JSON.stringify(views));
    } catch {
      return;
    }
    this.#paint();
    this.#focusOpener();
    const text = (said ?? "").replace("{name}", name);
    document.body.dispatchEvent(new CustomEvent("toast", { detail: { kind: "ok", text } }));
  }

  /** @param {string} text @param {"button" | "submit"} type */
  #button(text, type) {
    const button = document.createElement("button");
    button.type = type;
    button.className = "btn sm";
    button.textContent = text;
    return button;
  }
}

installOverview();
customElements.define("saved-views", SavedViews);
