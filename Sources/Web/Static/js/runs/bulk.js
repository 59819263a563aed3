/**
 * @typedef {{ total: number, seen: number, done: number, skipped: number, failed: number }} Tally
 * @typedef {{ outcome: "done" | "skipped" | "failed" | "signed-out", why?: string }} Outcome
 */

/**
 * Does something to one after the other, until told to stop or signed out.
 * @param {string[]} ids
 * @param {(id: string) => Promise<Outcome>} act
 * @param {(tally: Tally, id: string, outcome: Outcome) => void} tell
 * @param {AbortSignal} signal
 * @returns {Promise<{ tally: Tally, end: "finished" | "stopped" | "signed-out" }>}
 */
export async function oneByOne(ids, act, tell, signal) {
  const tally = { total: ids.length, seen: 0, done: 0, skipped: 0, failed: 0 };
  for (const id of ids) {
    if (signal.aborted) return { tally, end: "stopped" };
    const outcome = await act(id);
    if (outcome.outcome === "signed-out") return { tally, end: "signed-out" };
    tally.seen += 1;
    tally[outcome.outcome] += 1;
    tell({ ...tally }, id, outcome);
  }
  return { tally, end: "finished" };
}

/**
 * @param {string} text with places such as {done}
 * @param {Record<string, number>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => name in values ? String(values[name]) : place);
}

/** How long one run may take: longer than the server needs to give up by itself. */
const ANSWER_MS = 30_000;

/**
 * Posts to the same address as the form of one run.
 * @param {string} action
 * @param {string} reason
 * @param {{ late: string, unreachable: string, unreadable: string }} words what is said of no answer in time, none at
 *   all, and one with {status} that is not the server's
 * @param {typeof fetch} [send]
 * @param {() => AbortSignal} [limit]
 * @returns {(id: string) => Promise<Outcome>}
 */
export function poster(action, reason, words, send = fetch, limit = () => AbortSignal.timeout(ANSWER_MS)) {
  return async (id) => {
    try {
      const answer = await send(`/runs/${id}/${action}`, {
        method: "POST",
        headers: { "Accept": "application/json" },
        body: new URLSearchParams(reason ? { reason } : {}),
        redirect: "manual",
        signal: limit(),
      });
      // Only who is signed in no more is sent elsewhere.
      if (answer.type === "opaqueredirect") return { outcome: "signed-out" };
      // Something in front of the server answers in HTML.
      if (!answer.headers.get("Content-Type")?.startsWith("application/json")) {
        return { outcome: "failed", why: fill(words.unreadable, { status: answer.status }) };
      }
      return await answer.json();
    } catch (error) {
      if (error instanceof SyntaxError) {
        return { outcome: "failed", why: fill(words.unreadable, { status: 200 }) };
      }
      const isLate = error instanceof DOMException && error.name === "TimeoutError";
      return { outcome: "failed", why: isLate ? words.late : words.unreachable };
    }
  };
}
