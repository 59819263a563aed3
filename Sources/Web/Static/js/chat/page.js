import { kept, setAbout } from "../chat.js";
import { utcOffset } from "../relative-time.js";
import { Countdowns } from "./countdown.js";
import { Completion, isComposing, recall } from "./field.js";

/** @param {Event} event @returns {any} what htmx says of a request */
const detailOf = (event) => (event instanceof CustomEvent ? event.detail : {});

/** @param {EventTarget | null} element @returns {element is HTMLFormElement} whether it says a line */
const isSaying = (element) => element instanceof HTMLFormElement && "say" in element.dataset;

/** @param {string | undefined} text @param {string | undefined} label */
function noted(text, label) {
  const note = document.createElement("p");
  const button = document.createElement("button");
  button.className = "btn sm";
  button.textContent = label ?? "";
  note.append(text ?? "", " ", button);
  return { note, button };
}

/**
 * A conversation, as a page or as the panel beside one. The server makes every line and card; this sends lines without
 * leaving the field, shows that one is on its way, and says what came of it.
 */
class ChatConversation extends HTMLElement {
  /** The line on its way. @type {{ form: HTMLFormElement, text: string, place: HTMLElement } | null} */
  #sent = null;
  /** What was said of each answer last. @type {Map<string, string>} */
  #heard = new Map();
  #countdowns = new Countdowns();

  connectedCallback() {
    const field = this.#part("#chat-text", HTMLInputElement);
    field.enterKeyHint = "send";
    const completion = new Completion(field, this.#part("#chat-commands", HTMLElement));
    const lines = recall(() => [...this.querySelectorAll(".mine")].map((e) => e.textContent ?? ""));
    field.addEventListener("keydown", (event) => this.#press(event, field, completion, lines));
    field.addEventListener("input", () => this.#forgetFailure());
    // "Yesterday" begins at the visitor's midnight.
    this.addEventListener("htmx:configRequest", (event) => {
      if (isSaying(event.target)) detailOf(event).parameters.utc_offset = utcOffset(new Date());
    });
    this.addEventListener("htmx:beforeRequest", (event) => this.#begin(event, field, lines));
    // Who is sent to sign in finds the line again that is on its way.
    document.addEventListener("typing:keep", () => field.value ||= this.#sent?.text ?? "");
    this.addEventListener("htmx:afterRequest", (event) => this.#end(event, field));
    for (const type of ["htmx:sendError", "htmx:timeout"]) {
      // It is said here, beside the line.
      this.addEventListener(type, (event) => isSaying(event.target) && event.stopPropagation());
    }
    this.addEventListener("htmx:afterSwap", (event) => this.#show(event.target));
    this.addEventListener("click", (event) => this.#click(event, field));
    this.#listen(true);
    this.#toEnd();
  }

  /**
   * @template {HTMLElement} E
   * @param {string} selector
   * @param {new () => E} type
   * @returns {E}
   */
  #part(selector, type) {
    const found = this.querySelector(selector);
    if (found instanceof type) return found;
    throw new TypeError(`${selector} is missing`);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLInputElement} field
   * @param {Completion} completion
   * @param {import("./field.js").Recall} lines
   */
  #press(event, field, completion, lines) {
    if (isComposing(event)) {
      // Some browsers end the composition before they tell of the key, and would send the line.
      if (event.key === "Enter") event.preventDefault();
      return;
    }
    if (completion.key(event)) return event.preventDefault();
    if (event.key === "Enter") {
      event.preventDefault();
      field.form?.requestSubmit();
      return;
    }
    const line = event.key === "ArrowUp"
      ? lines.up(field.value)
      : event.key === "ArrowDown"
      ? lines.down(field.value)
      : null;
    if (line === null) return;
    event.preventDefault();
    field.value = line;
  }

  /** @param {Event} event @param {HTMLInputElement} field @param {import("./field.js").Recall} lines */
  #begin(event, field, lines) {
    if (!isSaying(event.target)) return;
    // One after the other: "retry it" means nothing before what it is about was answered.
    if (this.#sent) return event.preventDefault();
    const text = String(detailOf(event).requestConfig?.parameters?.text ?? "");
    const place = document.createElement("div");
    place.className = "sending";
    const mine = document.createElement("p");
    mine.className = "said mine";
    mine.textContent = text;
    const note = document.createElement("p");
    note.className = "muted";
    note.textContent = this.dataset.sending ?? "";
    place.append(mine, note);
    this.#part("#chat-thread", HTMLElement).append(place);
    this.#sent = { form: event.target, text, place };
    if (event.target === field.form) field.value = "";
    lines.reset();
    this.#forgetFailure();
    this.#toEnd();
  }

  /** @param {Event} event @param {HTMLInputElement} field */
  #end(event, field) {
    const detail = detailOf(event);
    if (event.target === this.querySelector("#chat-earlier") && !detail.successful) return this.#unread();
    if (!isSaying(event.target) || !this.#sent) return;
    const { text, place } = this.#sent;
    this.#sent = null;
    place.remove();
    // A line that was chosen is followed by the next one; whoever has gone elsewhere meanwhile stays there.
    const at = document.activeElement;
    if (at === null || at === document.body || event.target.contains(at)) field.focus();
    // What is wrong with the line itself, the server has said.
    const isRefused = detail.xhr?.status === 422;
    if (detail.successful && !isRefused) return;
    field.value ||= text;
    if (!isRefused) this.#fail(field);
  }

  /** @param {HTMLInputElement} field */
  #fail(field) {
    const { note, button } = noted(this.dataset.failed, this.dataset.again);
    note.id = "chat-failed";
    note.className = "err";
    note.setAttribute("role", "alert");
    button.id = "chat-again";
    field.form?.prepend(note);
  }

  /** Whoever goes to another thread takes no answer along; a line that was taken stands in its own with it. */
  #leave() {
    if (!this.#sent) return;
    const { form, place } = this.#sent;
    // Forgotten first: that it ends now is no failure, and the line does not come back into the field.
    this.#sent = null;
    place.remove();
    // As long as the form is there, which may be part of what is left. htmx wants a detail of it, empty or not.
    form.dispatchEvent(new CustomEvent("htmx:abort", { bubbles: true, detail: {} }));
  }

  #forgetFailure() {
    this.querySelector("#chat-failed")?.remove();
    this.querySelector("#chat-fault")?.replaceChildren();
  }

  /** What was said before could not be had. */
  #unread() {
    const { note, button } = noted(this.dataset.unread, this.dataset.retry);
    button.type = "button";
    button.onclick = () => this.#load();
    this.querySelector("#chat-earlier")?.replaceChildren(note);
  }

  #load() {
    this.querySelector("#chat-earlier")?.dispatchEvent(new CustomEvent("chat:load"));
  }

  /** @param {EventTarget | null} target what came anew */
  #show(target) {
    if (!(target instanceof HTMLElement)) return;
    const isEarlier = target.id === "chat-earlier";
    // A line that was said while the earlier ones were on their way may have come with both.
    for (const turn of this.querySelectorAll("#chat-thread > .turn[id]")) {
      if (this.querySelector(`#chat-earlier > #${CSS.escape(turn.id)}`)) turn.remove();
    }
    if (isEarlier || target.id === "chat-thread") {
      this.#toEnd();
      if (this.closest("dialog")) {
        kept.set("chat-thread", this.#part("#chat-thread-id", HTMLInputElement).value);
      }
    }
    this.#listen(isEarlier);
  }

  /** Says what is new, in one place and once. @param {boolean} silently */
  #listen(silently) {
    const news = this.querySelector("#chat-news");
    for (const answer of this.querySelectorAll("[data-news]")) {
      if (!(answer instanceof HTMLElement)) continue;
      const state = answer.dataset.newsState ?? "";
      if (this.#heard.get(answer.id) === state) continue;
      this.#heard.set(answer.id, state);
      // What takes the focus is read anyway.
      if (!silently && news && !("focus" in answer.dataset)) news.textContent = answer.dataset.news ?? "";
    }
    this.#countdowns.watch(this);
  }

  #toEnd() {
    const thread = this.querySelector("#chat-thread");
    if (thread) thread.scrollTop = thread.scrollHeight;
  }

  /** @param {MouseEvent} event @param {HTMLInputElement} field */
  #click(event, field) {
    const on = event.target instanceof Element ? event.target : null;
    if (on?.closest("#chat-about-clear")) {
      setAbout(null);
      field.focus();
      return;
    }
    const link = on?.closest("a[data-thread]");
    // On the page they are links like others.
    if (!(link instanceof HTMLAnchorElement) || !this.closest("dialog")) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#leave();
    for (const turn of this.querySelectorAll("#chat-thread > .turn")) turn.remove();
    this.#part("#chat-thread-id", HTMLInputElement).value = link.dataset.thread ?? "";
    this.#load();
    field.focus();
  }
}

customElements.define("chat-conversation", ChatConversation);
