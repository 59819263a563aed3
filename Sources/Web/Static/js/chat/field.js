/**
 * What one types into: lines that were said before, by the up and down keys, and commands by their first letters.
 *
 * @typedef {{ up: (now: string) => string | null, down: (now: string) => string | null, reset: () => void }} Recall
 */

/**
 * Lines that were said before. What is being written is never replaced: only a field that is empty, or that shows one
 * of these lines as it was.
 * @param {() => string[]} said oldest first
 * @returns {Recall}
 */
export function recall(said) {
  /** How many lines back; 0 is none. */
  let back = 0;
  /** @param {string} now */
  const isUntouched = (now) => now === "" || back > 0 && now === said().at(-back);
  return {
    /** @param {string} now what stands in the field @returns {string | null} what should, or null for no change */
    up(now) {
      if (!isUntouched(now)) return null;
      if (now === "") back = 0;
      const line = said().at(-back - 1);
      if (line === undefined || back >= said().length) return null;
      back += 1;
      return line;
    },
    /** @param {string} now @returns {string | null} */
    down(now) {
      if (back === 0 || !isUntouched(now) || now === "") return null;
      back -= 1;
      return back === 0 ? "" : said().at(-back) ?? "";
    },
    /** Something was said: the next line up is the newest again. */
    reset() {
      back = 0;
    },
  };
}

/**
 * Which commands what is typed may become: none unless it is one word that begins with a stroke.
 * @param {string} typed
 * @param {string[]} words such as `/install`
 * @returns {{ fits: boolean[], isWhole: boolean }} for each word whether it fits; whether one is typed to its end
 */
export function matching(typed, words) {
  const begun = typed.normalize("NFC").toLowerCase();
  if (!/^\/\S*$/u.test(begun)) return { fits: words.map(() => false), isWhole: false };
  const folded = words.map((word) => word.normalize("NFC").toLowerCase());
  return {
    fits: folded.map((word) => word.startsWith(begun)),
    isWhole: folded.includes(begun),
  };
}

/**
 * The next place in a list, round and round.
 * @param {number} place -1 for none
 * @param {number} step 1 or -1
 * @param {number} count
 */
export const stepped = (place, step, count) =>
  place < 0 ? (step > 0 ? 0 : count - 1) : (place + step + count) % count;

/** Whether a key belongs to an input method that is putting together a syllable. @param {KeyboardEvent} event */
export const isComposing = (event) => event.isComposing || event.keyCode === 229;

/** Commands below a field: ARIA combobox with a listbox. */
export class Completion {
  /** @type {HTMLInputElement} */ #field;
  /** @type {HTMLElement} */ #list;
  #active = -1;

  /** @param {HTMLInputElement} field @param {HTMLElement} list */
  constructor(field, list) {
    this.#field = field;
    this.#list = list;
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-expanded", "false");
    field.addEventListener("input", () => this.#offer());
    field.addEventListener("blur", () => this.close());
    // The field keeps the focus.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
      if (option instanceof HTMLElement) this.#take(option);
    });
  }

  /** @returns {HTMLElement[]} */
  #options() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (this.#list.querySelectorAll("[role=option]"))];
  }

  #shown() {
    return this.#options().filter((option) => !option.hidden);
  }

  #offer() {
    const options = this.#options();
    const { fits, isWhole } = matching(this.#field.value, options.map((o) => o.dataset.word ?? ""));
    options.forEach((option, i) => (option.hidden = !fits[i]));
    if (!fits.includes(true)) return this.close();
    // Of a command that is typed to its end, Enter says the line.
    this.#active = isWhole ? -1 : 0;
    this.#list.hidden = false;
    this.#field.setAttribute("aria-expanded", "true");
    this.#paint();
  }

  close() {
    this.#list.hidden = true;
    this.#active = -1;
    this.#field.setAttribute("aria-expanded", "false");
    this.#field.removeAttribute("aria-activedescendant");
  }

  #paint() {
    const shown = this.#shown();
    this.#options().forEach((o) => o.setAttribute("aria-selected", String(o === shown[this.#active])));
    const active = shown[this.#active];
    if (active) this.#field.setAttribute("aria-activedescendant", active.id);
    else this.#field.removeAttribute("aria-activedescendant");
    active?.scrollIntoView({ block: "nearest" });
  }

  /** @param {HTMLElement} option */
  #take(option) {
    this.#field.value = `${option.dataset.word ?? ""} `;
    this.close();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the list had a use for it */
  key(event) {
    if (this.#list.hidden) return false;
    const shown = this.#shown();
    const active = shown[this.#active];
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        this.#active = stepped(this.#active, event.key === "ArrowDown" ? 1 : -1, shown.length);
        this.#paint();
        return true;
      case "Escape":
        this.close();
        return true;
      case "Enter":
      case "Tab":
        if (!active || event.shiftKey) return false;
        this.#take(active);
        return true;
      default:
        return false;
    }
  }
}
