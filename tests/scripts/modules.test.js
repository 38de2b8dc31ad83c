import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { givePage, sentences } from "./page.js";

const STATIC = new URL("../../kiosk/static/", import.meta.url);
const TEMPLATES = new URL("../../templates/", import.meta.url);

function files(folder, ending) {
  return readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(ending));
}

// What templates load wires a page; everything else is imported.
const loaded = files(TEMPLATES, ".html").flatMap((name) => {
  const text = readFileSync(new URL(name, TEMPLATES), "utf8");
  return [...text.matchAll(/filename='([^']+\.js)'/g)].map(([, script]) => script);
});

for (const name of files(STATIC, ".js").filter((script) => !loaded.includes(script))) {
  test(`${name} is imported without a page`, async () => {
    assert.ok(Object.keys(await import(new URL(name, STATIC))).length > 0);
  });
}

test("a sentence is said with its facts", async () => {
  givePage();
  const { words } = await import("../../kiosk/static/shared/words.js");
  assert.equal(words("some-wait", { count: 3 }), sentences()["some-wait"].replace("{count}", "3"));
});

test("what is left is said in seconds, and from two minutes on in minutes, by the server's clock", async () => {
  givePage();
  const { secondsLeft, setServerTime, spoken } = await import("../../kiosk/static/desk/countdown.js");
  setServerTime("2026-11-27T10:00:00Z", Date.parse("2026-11-27T09:00:00Z"));
  assert.equal(secondsLeft("2026-11-27T10:00:30Z", Date.parse("2026-11-27T09:00:10Z")), 20);
  assert.equal(spoken(20), spoken(19.2));
  assert.equal(spoken(-5), spoken(0));
  assert.notEqual(spoken(121), spoken(120));
  assert.equal(spoken(180), sentences()["minutes-left"].replace("{minutes}", "3"));
});

test("where a browser may not keep anything, the page remembers it", async () => {
  const before = globalThis.localStorage;
  globalThis.localStorage = new Proxy({}, { get: () => { throw new Error("denied"); } });
  const { forget, recall, remember } = await import("../../kiosk/static/shared/storage.js");
  remember("one", 1);
  assert.equal(recall("one"), "1");
  forget("one");
  assert.equal(recall("one"), null);
  globalThis.localStorage = before;
});
