// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors

import { colourOf } from "./classes.js";
import { byId, element, keyed, paint, setAttribute, setText } from "./dom.js";
import { percent } from "./format.js";

/** So much of the last rates is behind the shares beside the classes. */
const SHARE_MILLIS = 60000;

/** Chips that show and hide cameras and classes. */
export class Filters {
  #store;
  #onChange;

  constructor(store, onChange) {
    this.#store = store;
    this.#onChange = onChange;
    byId("reset").addEventListener("click", () => this.reset());
  }

  render() {
    const { classes, cameras, hiddenClasses, hiddenCameras } = this.#store;
    const shares = this.#shares();
    keyed(byId("class-filter"), classes, name => name, name => this.#chip(name, hiddenClasses, () => this.#store.classes, true), (chip, name) => {
      setAttribute(chip, "aria-pressed", !hiddenClasses.has(name));
      setText(chip.lastElementChild, percent(shares.get(name) ?? 0));
    });
    const ids = cameras.size > 1 ? [...cameras.keys()] : [];
    keyed(byId("camera-filter"), ids, id => id, id => this.#chip(id, hiddenCameras, () => [...this.#store.cameras.keys()], false), (chip, id) =>
      setAttribute(chip, "aria-pressed", !hiddenCameras.has(id)));
    byId("reset").hidden = hiddenClasses.size + hiddenCameras.size === 0;
  }

  /** Shows or hides the class at a place in the order, 0 for the first. */
  toggleClass(index) {
    const name = this.#store.classes[index];
    if (name) this.#toggle(name, this.#store.hiddenClasses);
  }

  /** Shows one camera alone. */
  onlyCamera(id) {
    this.#only(id, this.#store.hiddenCameras, [...this.#store.cameras.keys()]);
  }

  /** Shows everything. */
  reset() {
    this.#store.hiddenClasses.clear();
    this.#store.hiddenCameras.clear();
    this.#onChange();
  }

  #chip(name, hidden, all, coloured) {
    const chip = element("button", "chip");
    if (coloured) chip.append(element("span", "swatch"));
    chip.append(element("span", "name", name));
    if (coloured) {
      paint(chip, colourOf(name));
      chip.append(element("span", "share", "", { title: "of the faces of the last minute" }));
    }
    chip.addEventListener("click", event => (event.shiftKey ? this.#only(name, hidden, all()) : this.#toggle(name, hidden)));
    return chip;
  }

  #toggle(name, hidden) {
    if (!hidden.delete(name)) hidden.add(name);
    this.#onChange();
  }

  #only(name, hidden, all) {
    hidden.clear();
    all.filter(other => other !== name).forEach(other => hidden.add(other));
    this.#onChange();
  }

  #shares() {
    const since = this.#store.now() - SHARE_MILLIS;
    const counts = new Map();
    let all = 0;
    for (const rate of this.#store.rates.values()) {
      if (rate.end < since || this.#store.hiddenCameras.has(rate.camera)) continue;
      for (const [name, count] of Object.entries(rate.counts)) {
        counts.set(name, (counts.get(name) ?? 0) + count);
        all += count;
      }
    }
    return new Map([...counts].map(([name, count]) => [name, count / all]));
  }
}
