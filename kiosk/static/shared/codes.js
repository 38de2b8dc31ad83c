// Our codes: a letter, eight digits, two check digits by ISO 7064 MOD 97-10. As kiosk/domain/codes.py.

/** What a code begins with: C chart, L location, S staff, K command, R reason. */
export const LETTERS = "CLSKR";
const SHAPE = new RegExp(`^[${LETTERS}][0-9]{10}$`);

function remainder(code) {
  const digits = (code.charCodeAt(0) - 55) + code.slice(1);
  return Number(BigInt(digits) % 97n);
}

/** Returns the code in a text, without spaces, case or AIM identifier; null if it is none of ours. */
export function codeIn(text) {
  const bare = text.trim().replace(/^\][A-Za-z][0-9A-Za-z]/, "").replace(/[\s-]+/g, "").toUpperCase();
  return SHAPE.test(bare) && remainder(bare) === 1 ? bare : null;
}

/** A code as people read it: C 0012 3456 70; any other text as it is. */
export function grouped(text) {
  return codeIn(text)?.replace(/^(.)(.{4})(.{4})(.{2})$/, "$1 $2 $3 $4") ?? text;
}
