// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors

import { colourOf } from "./classes.js";
import { byId, element, keyed, paint, setAttribute, setText } from "./dom.js";
import { clock, percent } from "./format.js";

const MOST = 60;

/** When the watched classes were seen: a lane each, and a list. */
export class Moments {
  #store;
  #onPick;
  #watched = null;

  /** Takes what to do when a moment is picked. */
  constructor(store, onPick) {
    this.#store = store;
    this.#onPick = onPick;
  }

  /** Draws the moments of the last seconds in lanes, and all in the list. */
  render(seconds) {
    this.#watched ??= this.#store.classes.length ? new Set(this.#store.rare) : null;
    const moments = [...this.#store.moments.values()]
      .filter(moment => this.#watched?.has(moment.emotion) && !this.#store.hiddenClasses.has(moment.emotion) && !this.#store.hiddenCameras.has(moment.camera))
      .sort((a, b) => b.start - a.start);
    this.#swatches();
    this.#lanes(moments, seconds);
    keyed(byId("moments"), moments.slice(0, MOST), key, moment => this.#make(moment), update);
    byId("no-moments").hidden = moments.length > 0;
    setText(byId("no-moments"), `${this.#names().join(", ") || "Nothing is watched"}: not seen in the last ${Math.round(this.#store.history / 60000)} min.`);
  }

  #names() {
    return this.#store.classes.filter(name => this.#watched?.has(name));
  }

  #swatches() {
    keyed(byId("watch"), this.#store.classes, name => name, name => this.#toggle(name), (button, name) =>
      setAttribute(button, "aria-pressed", this.#watched.has(name)));
  }

  #toggle(name) {
    const button = element("button", "", "", { title: name, "aria-label": name });
    button.append(element("span", "swatch"));
    paint(button, colourOf(name));
    button.addEventListener("click", () => {
      if (!this.#watched.delete(name)) this.#watched.add(name);
      this.render(this.seconds);
    });
    return button;
  }

  #lanes(moments, seconds) {
    this.seconds = seconds;
    const now = this.#store.now();
    const share = millis => 1 - (now - millis) / (seconds * 1000);
    keyed(byId("lanes"), this.#names(), name => name, lane, (made, name) => {
      const inside = moments.filter(moment => moment.emotion === name && share(moment.end) > 0);
      keyed(made.lastElementChild, inside, moment => moment.id, () => element("i"), (mark, moment) => {
        const from = Math.max(0, share(moment.start));
        mark.style.left = `${(from * 100).toFixed(2)}%`;
        mark.style.width = `${((share(moment.end) - from) * 100).toFixed(2)}%`;
        mark.style.height = percent(moment.probability).replace(" ", "");
      });
    });
  }

  #make(moment) {
    const row = element("tr");
    const time = element("td");
    time.append(element("button", "", "", { title: "Show this camera alone, and this time in the chart" }));
    const what = element("td");
    what.append(element("span", "swatch"), moment.emotion);
    paint(what, colourOf(moment.emotion));
    row.append(time, what, element("td", "camera", moment.camera), element("td", "number", `#${moment.track}`), element("td", "number"));
    row.addEventListener("click", () => this.#onPick(moment));
    return row;
  }
}

/** A server that starts anew counts from 1 again. */
function key({ id, start, camera, track }) {
  return `${id} ${start} ${camera} ${track}`;
}

function lane(name) {
  const made = element("div", "lane");
  made.append(element("span", "", name), element("div"));
  paint(made, colourOf(name));
  return made;
}

function update(row, moment) {
  setText(row.firstElementChild.firstElementChild, clock(moment.start));
  setText(row.lastElementChild, percent(moment.probability));
}
