import assert from "node:assert/strict";
import { test } from "node:test";
import { SILENCE_MS, Strokes } from "../../kiosk/static/shared/strokes.js";

const CODE = "C0044102791";
const OTHER = "C0099001105";
const SCANNER_MS = 5;
const HAND_MS = 200;

function keysOf(text) {
  return [...text].map((key) => ({ key, code: /[0-9]/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`, ctrl: false, meta: false, field: null }));
}

const ENTER = { key: "Enter", code: "Enter", ctrl: false, meta: false, field: null };
const TAB = { key: "Tab", code: "Tab", ctrl: false, meta: false, field: null };

/** Presses keys one after another, each so many milliseconds after the one before; tells what was taken. */
function press(keys, every, strokes = new Strokes(), at = 0) {
  const told = keys.map((key, place) => strokes.press({ ...key, at: at + place * every }));
  return { told, taken: told.flatMap(({ taken }) => taken ?? []), strokes, end: at + keys.length * every };
}

test("a scanner's code with Enter or Tab is taken once, and the key is swallowed", () => {
  for (const end of [ENTER, TAB]) {
    const { told, taken } = press([...keysOf(CODE), end], SCANNER_MS);
    assert.deepEqual(taken.map(({ code, source }) => [code, source]), [[CODE, "scanner"]]);
    assert.equal(told.at(-1).swallow, true);
  }
});

test("a code without a suffix is taken after a silence", () => {
  const { taken, strokes, end } = press(keysOf(CODE), SCANNER_MS);
  assert.deepEqual(taken, []);
  assert.equal(strokes.silence(end + SILENCE_MS).taken.code, CODE);
  assert.equal(strokes.silence(end + 2 * SILENCE_MS).taken, null);
});

test("codes back to back are two", () => {
  const { taken, strokes, end } = press([...keysOf(CODE), ...keysOf(CODE)], SCANNER_MS);
  const last = strokes.silence(end + SILENCE_MS).taken;
  assert.deepEqual([...taken, last].map(({ code }) => code), [CODE, CODE]);
});

test("what is typed by hand is said to be typed, and a number is nobody's code", () => {
  const { taken } = press([...keysOf(CODE), ENTER], HAND_MS);
  assert.equal(taken[0].source, "typed");
  const number = press([...keysOf("441027"), ENTER], HAND_MS);
  assert.deepEqual(number.taken, []);
  assert.equal(number.told.at(-1).swallow, false);
});

test("a foreign layout is read by the places of its keys", () => {
  const french = keysOf(CODE).map((key) => ({ ...key, key: { 0: "à", 1: "&", 2: "é", 4: "'", 7: "è", 9: "ç" }[key.key] ?? key.key }));
  const { taken } = press([...french, ENTER], SCANNER_MS);
  assert.equal(taken[0].code, CODE);
});

test("the identifier in front of a code belongs to it", () => {
  const front = [{ key: "]", code: "BracketRight", ctrl: false, meta: false, field: null }, ...keysOf("C0")];
  const { taken } = press([...front, ...keysOf(CODE), ENTER], SCANNER_MS);
  assert.deepEqual([taken[0].code, taken[0].typed], [CODE, `]C0${CODE}`]);
});

test("another text as fast as a scanner is foreign, and is told with its Enter", () => {
  const { told, taken } = press([...keysOf("12345678"), ENTER], SCANNER_MS);
  assert.deepEqual(taken, []);
  assert.equal(told.at(-1).foreign.typed, "12345678");
});

test("a code in the middle of more text is not taken, but said", () => {
  const { told, taken } = press([...keysOf(`X${CODE}77`), ENTER], SCANNER_MS);
  assert.deepEqual(taken, []);
  assert.equal(told.at(-1).unsure.typed, `X${CODE}77`);
});

test("Backspace and Escape give up what was begun, whatever comes next", () => {
  for (const key of ["Backspace", "Escape"]) {
    const begun = press([...keysOf("C0044"), { ...ENTER, key, code: key }], HAND_MS);
    const { taken } = press([...keysOf(CODE), ENTER], SCANNER_MS, begun.strokes, begun.end + 1000);
    assert.deepEqual(taken.map(({ code }) => code), [CODE]);
  }
});

test("two scans with their suffixes are two, in their order", () => {
  const first = press([...keysOf(CODE), ENTER], SCANNER_MS);
  const { taken } = press([...keysOf(OTHER), ENTER], SCANNER_MS, first.strokes, first.end + 300);
  assert.deepEqual([...first.taken, ...taken].map(({ code }) => code), [CODE, OTHER]);
});
