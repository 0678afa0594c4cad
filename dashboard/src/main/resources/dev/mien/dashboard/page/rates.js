// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors

import uPlot from "./uplot/dist/uPlot.esm.js";
import { colourOf } from "./classes.js";
import { byId, setText } from "./dom.js";
import { clock, percent } from "./format.js";

/** A window is complete so long after its end, and the pipeline's latency: rates are written every second. */
const SETTLE_MILLIS = 1500;
const SHORTEST_SECONDS = 20;

/** So long the chart tells of a moment that was chosen, then of now again. */
const POINT_MILLIS = 30000;

/** Per-class rates as stacked areas, the first class at the bottom. */
export class Rates {
  #store;
  #root = byId("chart");
  #chart = null;
  #made = "";
  #stacked = { times: [], values: [] };
  #point = null;
  #pointed = 0;
  seconds = 300;
  measure = "rate";

  constructor(store) {
    this.#store = store;
    this.#root.addEventListener("pointermove", () => (this.#point = null));
    new ResizeObserver(() => this.#chart?.setSize(this.#size())).observe(this.#root);
  }

  render() {
    const classes = this.#classes();
    const look = `${classes} ${this.measure} ${getComputedStyle(document.documentElement).colorScheme} ${matchMedia("(prefers-color-scheme: dark)").matches}`;
    this.#stacked = this.#stack(classes);
    if (look !== this.#made) this.#make(classes, look);
    const now = this.#store.now() / 1000;
    this.#chart.batch(() => {
      this.#chart.setData(this.#data(), false);
      this.#chart.setScale("x", { min: this.#since(now), max: now });
      const highest = this.#stacked.values.length ? Math.max(1, ...this.#stacked.values.at(-1)) : 1;
      this.#chart.setScale("y", { min: 0, max: this.measure === "share" ? 1 : highest * 1.08 });
    });
    this.#follow();
    this.#readout();
  }

  /** A page that has not seen much yet shows that much. */
  #since(now) {
    const first = this.#stacked.times[0] ?? now;
    return Math.max(now - this.seconds, Math.min(first, now - SHORTEST_SECONDS));
  }

  /** Returns how far back the chart reaches now, in seconds. */
  reach() {
    const now = this.#store.now() / 1000;
    return now - this.#since(now);
  }

  /** Puts the cursor at a time, in milliseconds since the epoch, for a while. */
  point(millis) {
    this.#point = millis;
    this.#pointed = Date.now();
    this.#follow();
  }

  /** The time that was chosen moves to the left. */
  #follow() {
    if (this.#point === null) return;
    const left = this.#chart.valToPos(this.#point / 1000, "x");
    const isOver = left < 0 || Date.now() - this.#pointed > POINT_MILLIS;
    this.#chart.setCursor(isOver ? { left: -10, top: -10 } : { left, top: 10 });
    if (isOver) this.#point = null;
  }

  #classes() {
    return this.#store.classes.filter(name => !this.#store.hiddenClasses.has(name));
  }

  /** Sums the cameras that are shown, window by window, and the classes on top of each other. */
  #stack(classes) {
    const settled = this.#store.now() - SETTLE_MILLIS - (this.#store.latency() ?? 0);
    const windows = new Map();
    for (const rate of this.#store.rates.values()) {
      if (rate.end > settled || this.#store.hiddenCameras.has(rate.camera)) continue;
      const key = `${rate.start} ${rate.end}`;
      const sum = windows.get(key) ?? { start: rate.start, end: rate.end, counts: {} };
      for (const [name, count] of Object.entries(rate.counts)) sum.counts[name] = (sum.counts[name] ?? 0) + count;
      windows.set(key, sum);
    }
    const times = [];
    const values = classes.map(() => []);
    const add = (millis, of) => {
      times.push(millis / 1000);
      let sum = 0;
      classes.forEach((name, i) => values[i].push((sum += of(name))));
    };
    let last = null;
    for (const each of [...windows.values()].sort((a, b) => a.start + a.end - b.start - b.end)) {
      if (!last || each.start > last.end) {
        if (last) add(last.end + 1, () => 0);
        add(each.start - 1, () => 0); // nobody was seen in between
      }
      const all = classes.reduce((sum, name) => sum + (each.counts[name] ?? 0), 0);
      const part = this.measure === "share" ? Math.max(all, 1) : (each.end - each.start) / 1000;
      add((each.start + each.end) / 2, name => (each.counts[name] ?? 0) / part);
      last = each;
    }
    return { times, values };
  }

  /** The highest sum is painted first; each class covers what lies above it. */
  #data() {
    return [this.#stacked.times, ...[...this.#stacked.values].reverse()];
  }

  #make(classes, look) {
    this.#made = look;
    this.#chart?.destroy();
    const style = getComputedStyle(this.#root);
    const colour = name => style.getPropertyValue(name) && resolved(name);
    const grid = { stroke: colour("--line"), width: 1 };
    const axis = { stroke: colour("--soft"), grid, ticks: { show: false }, font: `11px ${style.fontFamily}` };
    const series = [...classes].reverse().map(name => ({
      label: name,
      stroke: colour("--card"),
      width: 1,
      fill: colourOf(name),
      points: { show: false },
    }));
    this.#chart = new uPlot(
      {
        ...this.#size(),
        padding: [8, 32, 0, 0],
        legend: { show: false },
        scales: { x: { time: true, auto: false }, y: { auto: false } },
        cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
        hooks: { setCursor: [() => this.#readout()] },
        axes: [
          { ...axis, grid: { show: false }, values: (_, ticks) => ticks.map(tick => clock(tick * 1000)), space: 80, size: 26 },
          { ...axis, size: 40, values: (_, ticks) => ticks.map(tick => (this.measure === "share" ? percent(tick) : String(tick))) },
        ],
        series: [{}, ...series],
      },
      this.#data(),
      this.#root,
    );
  }

  /** Tells the numbers under the cursor, or the last ones. */
  #readout() {
    const { times, values } = this.#stacked;
    const under = this.#chart?.cursor.idx;
    const index = under ?? times.length - 1;
    if (index < 0) {
      setText(byId("readout"), "No rates in this time. 'mien rates' counts them.");
      return;
    }
    const classes = this.#classes();
    const parts = classes
      .map((name, i) => ({ name, value: values[i][index] - (i ? values[i - 1][index] : 0) }))
      .filter(part => part.value > 0)
      .map(part => `${part.name} ${this.measure === "share" ? percent(part.value) : `${part.value.toFixed(1)}/s`}`);
    const text = `${clock(times[index] * 1000)}  ${parts.join(" · ") || "nobody"}`;
    setText(byId("readout"), text);
    this.#root.setAttribute("aria-label", `Rate of every class over time. At ${text}`);
  }

  #size() {
    return { width: this.#root.clientWidth, height: this.#root.clientHeight };
  }
}

/** A canvas cannot draw with light-dark(): let the browser say what it is now. */
function resolved(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
