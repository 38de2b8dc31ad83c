// What this page's scripts say: whole sentences that come with the page, as data.

/** @type {Record<string, string> | undefined} */
let said;

/**
 * Returns a sentence by its key; facts stand in for the names in braces.
 * @param {string} key
 * @param {Record<string, unknown>} [facts]
 */
export function words(key, facts = {}) {
  said ??= /** @type {Record<string, string>} */ (JSON.parse(document.getElementById("words")?.textContent ?? "{}"));
  return said[key].replace(/\{(\w+)\}/g, (_, name) => String(facts[name]));
}

/**
 * Returns what writes times in the language of the page.
 * @param {Intl.DateTimeFormatOptions} how
 */
export function timesIn(how) {
  return new Intl.DateTimeFormat(document.documentElement.lang, how);
}
