/**
 * A title that begins with a number: `(2) Runs`.
 * @param {string} title with or without one
 * @param {string} count empty for none
 */
export function titled(title, count) {
  const bare = title.replace(/^\(\d+\+?\) /, "");
  return count ? `(${count}) ${bare}` : bare;
}

/**
 * The address of the tab's picture, with its mark or without.
 * @param {string} address
 * @param {boolean} isMarked
 */
export function pictured(address, isMarked) {
  return address.replace(/\/favicon(-alert)?\.svg$/, isMarked ? "/favicon-alert.svg" : "/favicon.svg");
}

/** Says in the tab's title and picture how many alerts are open, whenever the number in the navigation comes anew. */
export function installOpenAlerts() {
  document.body.addEventListener("htmx:afterSwap", (e) => {
    if (!(e.target instanceof HTMLElement) || e.target.id !== "alerts-open") return;
    const count = document.getElementById("alerts-seen")?.dataset.open ?? "";
    const picture = document.getElementById("favicon");
    const address = picture?.getAttribute("href") ?? "";
    const next = pictured(address, count !== "");
    if (next !== address) picture?.setAttribute("href", next);
    // The dashboard counts all that needs attention, and its title comes with what it shows.
    if (!("countsItself" in document.body.dataset)) document.title = titled(document.title, count);
  });
}
