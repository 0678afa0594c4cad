// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors

/** The one place of the classes' colours: Okabe and Ito's, which colour-blind people can tell apart. */
const COLOURS = {
  neutral: "#8b95a1",
  happiness: "#e69f00",
  surprise: "#56b4e9",
  sadness: "#1f78c8",
  anger: "#d55e00",
  disgust: "#009e73",
  fear: "#cc79a7",
  contempt: "#d9cc34",
};

/** For classes that other models have. */
const FURTHER = ["#8a6d3b", "#7f63b8", "#4f9d9d", "#b8576b"];

const given = new Map();

/** Returns the colour of a class, the same for as long as the page is open. */
export function colourOf(name) {
  if (Object.hasOwn(COLOURS, name)) return COLOURS[name];
  if (!given.has(name)) given.set(name, FURTHER[given.size % FURTHER.length]);
  return given.get(name);
}
