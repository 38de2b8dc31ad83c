// Elements of a page by what they must be: what is missing or of another kind fails at once, by name.

/**
 * Returns the element that a selector finds.
 * @template {Element} T
 * @param {new () => T} kind
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {T}
 */
export function found(kind, selector, within = document) {
  const element = maybe(kind, selector, within);
  if (!element) throw new TypeError(`nothing is ${selector}`);
  return element;
}

/**
 * Returns the element that a selector finds, or null.
 * @template {Element} T
 * @param {new () => T} kind
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {T | null}
 */
export function maybe(kind, selector, within = document) {
  const element = within.querySelector(selector);
  if (element && !(element instanceof kind)) throw new TypeError(`${selector} is another kind of element`);
  return element;
}

/**
 * Returns all elements of a kind that a selector finds.
 * @template {Element} T
 * @param {new () => T} kind
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {T[]}
 */
export function all(kind, selector, within = document) {
  return /** @type {T[]} */ ([...within.querySelectorAll(selector)].filter((element) => element instanceof kind));
}

/**
 * Returns the element that an event came to.
 * @param {Event} event
 * @returns {HTMLElement | SVGElement}
 */
export function hit(event) {
  if (event.target instanceof HTMLElement || event.target instanceof SVGElement) return event.target;
  return document.documentElement;
}

/**
 * Returns the text field of a form by its name.
 * @param {HTMLFormElement} form
 * @param {string} name
 * @returns {HTMLInputElement | HTMLSelectElement | null}
 */
export function fieldOf(form, name) {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field : null;
}
