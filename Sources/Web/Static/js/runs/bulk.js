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

/**
 * Posts to the same address as the form of one run.
 * @param {string} action
 * @param {string} reason
 * @returns {(id: string) => Promise<Outcome>}
 */
export function poster(action, reason) {
  return async (id) => {
    try {
      const answer = await fetch(`/runs/${id}/${action}`, {
        method: "POST",
        headers: { "Accept": "application/json" },
        body: new URLSearchParams(reason ? { reason } : {}),
        redirect: "manual",
      });
      // Only who is signed in no more is sent elsewhere.
      if (answer.type === "opaqueredirect") return { outcome: "signed-out" };
      return await answer.json();
    } catch (error) {
      return { outcome: "failed", why: error instanceof Error ? error.message : String(error) };
    }
  };
}
