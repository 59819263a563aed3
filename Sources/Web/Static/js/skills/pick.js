/** What is selected in a list stays selected while the list is searched, sorted and refreshed. */
export class Picks {
  /** @type {Set<string>} */ #names = new Set();

  get count() {
    return this.#names.size;
  }

  /** @param {string} name @param {boolean} isChosen */
  set(name, isChosen) {
    if (isChosen) this.#names.add(name);
    else this.#names.delete(name);
  }

  /** @param {string} name */
  has(name) {
    return this.#names.has(name);
  }

  /** Chosen, but not among those shown. @param {Iterable<string>} shown */
  beyond(shown) {
    const here = new Set(shown);
    return [...this.#names].filter((name) => !here.has(name));
  }
}

/** Keeps the checkboxes of `form[data-pick]` across swaps and tells on its button how many are chosen. */
export function installPicks() {
  const picks = new Picks();
  const boxes = () => /** @type {NodeListOf<HTMLInputElement>} */ (
    document.querySelectorAll("form[data-pick] input[type=checkbox]")
  );
  const paint = () => {
    for (const box of boxes()) box.checked = picks.has(box.value);
    for (const button of document.querySelectorAll("form[data-pick] .picked button")) {
      if (!(button instanceof HTMLButtonElement)) continue;
      button.disabled = picks.count === 0;
      const { pickText, pickNone } = button.dataset;
      if (!pickText || !pickNone) continue;
      button.textContent = picks.count ? pickText.replace("{n}", String(picks.count)) : pickNone;
    }
  };
  document.addEventListener("change", (e) => {
    const box = e.target;
    if (!(box instanceof HTMLInputElement) || !box.matches("form[data-pick] input[type=checkbox]")) return;
    picks.set(box.value, box.checked);
    paint();
  });
  document.addEventListener("formdata", (e) => {
    if (!(e.target instanceof HTMLFormElement) || !e.target.matches("form[data-pick]")) return;
    for (const name of picks.beyond([...boxes()].map((b) => b.value))) e.formData.append("skill", name);
  });
  document.body.addEventListener("htmx:load", paint);
  // Going back in the browser restores what was checked.
  for (const box of boxes()) if (box.checked) picks.set(box.value, true);
  paint();
}
