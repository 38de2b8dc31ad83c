// What this browser remembers; where it may not, or has no room, this page remembers it.

const memory = new Map();

function tried(act, otherwise) {
  try {
    return act();
  } catch {
    return otherwise();
  }
}

/** Returns what is kept under a name, or null. */
export function recall(name) {
  return memory.get(name) ?? tried(() => localStorage.getItem(name), () => null);
}

export function remember(name, value) {
  tried(() => localStorage.setItem(name, value), () => memory.set(name, String(value)));
}

export function forget(name) {
  memory.delete(name);
  tried(() => localStorage.removeItem(name), () => undefined);
}

/** Returns the names that begin with a prefix. */
export function names(prefix) {
  return tried(() => Object.keys(localStorage), () => []).filter((name) => name.startsWith(prefix));
}
