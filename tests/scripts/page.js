// What a page gives its scripts, for modules that are tried without one.

import { readFileSync } from "node:fs";

/** The sentences of the scripts, as kiosk/web/words/scripts.py has them. */
export function sentences() {
  const source = readFileSync(new URL("../../kiosk/web/words/scripts.py", import.meta.url), "utf8");
  return Object.fromEntries([...source.matchAll(/^ {4}"([^"]+)": "([^"]*)",$/gm)].map(([, key, said]) => [key, said]));
}

/** Gives words.js its data. */
export function givePage() {
  globalThis.document = { documentElement: { lang: "en-GB" }, getElementById: () => ({ textContent: JSON.stringify(sentences()) }) };
}
