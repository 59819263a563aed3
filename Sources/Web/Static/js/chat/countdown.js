/**
 * How long something can still be confirmed, for the eye alone: who hears the page is told the time of its end once.
 */

/** @param {number} seconds @returns {string} `4:59` */
export const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

export class Countdowns {
  /** By the element when its time is over, on this page's clock. @type {Map<HTMLElement, number>} */
  #ends = new Map();
  #timer = 0;
  /** @type {() => number} */ #now;

  /** @param {() => number} [now] milliseconds that only go on */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** Looks for new ones in a part of a page. @param {ParentNode} part */
  watch(part) {
    for (const place of part.querySelectorAll("[data-left]")) {
      if (!(place instanceof HTMLElement) || this.#ends.has(place)) continue;
      this.#ends.set(place, this.#now() + 1000 * Number(place.dataset.left));
    }
    if (this.#ends.size > 0) this.#timer ||= setInterval(() => this.tick(), 1000);
  }

  tick() {
    for (const [place, end] of this.#ends) {
      const left = Math.ceil((end - this.#now()) / 1000);
      if (place.isConnected) place.textContent = clock(Math.max(0, left));
      // A second later than here, so that it is over on the server as well.
      if (place.isConnected && left >= 0) continue;
      this.#ends.delete(place);
      place.closest(".answer")?.dispatchEvent(new CustomEvent("chat:expired"));
    }
    if (this.#ends.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = 0;
  }
}
