const MAXIMUM = 20;

/** @typedef {{ name: string, query: string }} View */

/**
 * What is stored, as far as it makes sense: other versions and other people's tools write there, too.
 * @param {string | null} text
 * @returns {View[]}
 */
export function readViews(text) {
  try {
    const list = JSON.parse(text ?? "[]");
    if (!Array.isArray(list)) return [];
    return list.filter((v) => typeof v?.name === "string" && v.name && typeof v.query === "string")
      .map((v) => ({ name: v.name, query: v.query }));
  } catch {
    return [];
  }
}

/**
 * The newest first; a view of the same name is replaced, and what is too much falls off the end.
 * @param {View[]} views @param {View} view
 */
export function withView(views, view) {
  return [view, ...views.filter((v) => v.name !== view.name)].slice(0, MAXIMUM);
}

/**
 * The filter as one text, whatever the order of its fields: what tells whether a view is the one shown.
 * @param {string} query
 */
export function canonical(query) {
  const fields = [...new URLSearchParams(query)]
    .filter(([name, value]) => value && name !== "cell" && name !== "mx");
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return new URLSearchParams(fields).toString();
}
