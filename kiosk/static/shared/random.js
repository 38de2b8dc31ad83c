// Ids that nobody can guess, also over plain http, where crypto.randomUUID is missing.

/** Returns 128 random bits as hex. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
