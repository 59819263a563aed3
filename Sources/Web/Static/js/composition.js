/**
 * Searching as you type waits until a syllable is composed: an input method (Korean, Japanese, Chinese) fires
 * `input` for every half-made one, and Enter then ends the composition instead of the search.
 */
export function installComposition() {
  /** @param {Event} e */
  const waits = (e) => e.target instanceof HTMLInputElement && !!e.target.closest("form[data-composition]");
  // Capturing, so that it comes before whoever listens at the field.
  document.addEventListener("input", (e) => {
    if (waits(e) && e instanceof InputEvent && e.isComposing) e.stopPropagation();
  }, true);
  document.addEventListener("keydown", (e) => {
    // Safari ends the composition before it tells of the key, and marks it by 229.
    if (waits(e) && e.key === "Enter" && (e.isComposing || e.keyCode === 229)) e.preventDefault();
  }, true);
  document.addEventListener("compositionend", (e) => {
    if (waits(e)) e.target?.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
