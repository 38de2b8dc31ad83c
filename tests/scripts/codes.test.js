import assert from "node:assert/strict";
import { test } from "node:test";
import { codeIn, grouped } from "../../kiosk/static/shared/codes.js";

const CODE = "C0044102791";

test("a code is found with spaces, in small letters and with a scanner's identifier", () => {
  for (const text of [CODE, "c 0044 1027 91", " C-0044-1027-91 ", `]C0${CODE}`]) assert.equal(codeIn(text), CODE);
});

test("what is misread by one digit, or two that changed places, is no code", () => {
  for (let at = 1; at < CODE.length; at += 1) {
    for (const digit of "0123456789") {
      const misread = CODE.slice(0, at) + digit + CODE.slice(at + 1);
      assert.equal(codeIn(misread), misread === CODE ? CODE : null);
    }
    const swapped = CODE.slice(0, at) + (CODE[at + 1] ?? "") + CODE[at] + CODE.slice(at + 2);
    if (at + 1 < CODE.length && swapped !== CODE) assert.equal(codeIn(swapped), null);
  }
});

test("numbers, names, other letters and longer texts are no codes", () => {
  for (const text of ["", "441027", "Alder", CODE.replace("C", "X"), `${CODE}1`, CODE.slice(0, -1)]) assert.equal(codeIn(text), null);
});

test("a code is grouped as people read it, and any other text stays", () => {
  assert.equal(grouped(CODE), "C 0044 1027 91");
  assert.equal(grouped("Alder"), "Alder");
});
