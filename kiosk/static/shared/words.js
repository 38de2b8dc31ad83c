// What this page's scripts say: whole sentences that come with the page, as data.

const said = JSON.parse(document.getElementById("words").textContent);

/** Returns a sentence by its key; facts stand in for the names in braces. */
export function words(key, facts = {}) {
  return said[key].replace(/\{(\w+)\}/g, (_, name) => facts[name]);
}
