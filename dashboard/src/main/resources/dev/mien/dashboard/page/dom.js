// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors

/** Makes an element with a class, a text and attributes. */
export function element(tag, className = "", text = "", attributes = {}) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== "") made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** Returns the element of this id. */
export const byId = id => document.getElementById(id);

/** Sets a text only if it is another: what does not change needs no layout. */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/** Sets an attribute only if it is another. */
export function setAttribute(target, name, value) {
  if (target.getAttribute(name) !== String(value)) target.setAttribute(name, value);
}

/** Gives an element the colour of a class. */
export function paint(target, colour) {
  if (target.dataset.colour === colour) return;
  target.dataset.colour = colour;
  target.style.setProperty("--colour", colour);
}

/** Makes the children of a parent those of the items, reusing what is there by key. */
export function keyed(parent, items, keyOf, make, update) {
  const before = new Map([...parent.children].map(child => [child.dataset.key, child]));
  items.forEach((item, index) => {
    const key = String(keyOf(item));
    let child = before.get(key);
    if (child) before.delete(key);
    else {
      child = make(item);
      child.dataset.key = key;
    }
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
    update(child, item);
  });
  before.forEach(child => child.remove());
}
