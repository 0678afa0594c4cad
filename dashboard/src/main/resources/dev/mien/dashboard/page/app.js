// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors

import { byId } from "./dom.js";
import { Filters } from "./filters.js";
import * as keys from "./keys.js";
import { Moments } from "./moments.js";
import { Rates } from "./rates.js";
import { BEHIND_MILLIS, Status } from "./status.js";
import { Store } from "./store.js";
import { Stream } from "./stream.js";
import * as theme from "./theme.js";
import { Tiles } from "./tiles.js";

theme.restore();
const store = new Store();
const tiles = new Tiles(store);
const rates = new Rates(store);
const status = new Status(store);
const filters = new Filters(store, renderAll);
const moments = new Moments(store, pick);

let state = "connecting";
let reason = "";
let passed = null;
let due = false;

const stream = new Stream({
  onSnapshot: data => {
    if (passed !== null) return;
    store.snapshot(data);
    renderAll();
    status.connection(state, passed, reason);
  },
  onTick: data => {
    if (passed !== null) {
      passed += data.cameras.reduce((sum, camera) => sum + camera.events, 0);
      status.connection(state, passed, reason);
      return;
    }
    store.tick(data);
    renderSoon();
  },
  onState: (next, why = "") => {
    if (state === "live" && next !== "live") store.gaps++;
    state = next;
    reason = why;
    if (next !== "live") status.connection(state, passed, reason);
  },
});

/** A page that is so far behind connects afresh. */
function keepUp() {
  if (passed === null && state === "live" && store.behind() > BEHIND_MILLIS && stream.renew()) store.gaps++;
  status.connection(state, passed, reason);
}

/** What moves is drawn with the screen; the rest follows once a second. */
function renderSoon() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    tiles.render();
    keepUp();
  });
}

function renderRest() {
  filters.render();
  rates.render();
  moments.render(rates.reach());
  status.render();
}

function renderAll() {
  tiles.render();
  renderRest();
}

function pause() {
  const button = byId("pause");
  const pausing = passed === null;
  passed = pausing ? 0 : null;
  store.freeze(pausing);
  button.setAttribute("aria-pressed", pausing);
  button.querySelector("span").textContent = pausing ? "Go on" : "Pause";
  status.connection(state, passed, reason);
  if (!pausing) stream.open();
}

function pick(moment) {
  if (store.cameras.size > 1) filters.onlyCamera(moment.camera);
  rates.point(moment.start);
  tiles.flash(moment.camera, moment.track);
}

function switchTheme() {
  theme.toggle();
  rates.render();
}

function segments(id, choose) {
  const group = byId(id);
  group.addEventListener("click", event => {
    const button = event.target.closest("button");
    if (!button) return;
    for (const other of group.children) other.setAttribute("aria-pressed", other === button);
    choose(button.dataset.value);
    renderRest();
  });
}

byId("pause").addEventListener("click", pause);
byId("theme").addEventListener("click", switchTheme);
byId("help").addEventListener("click", () => byId("shortcuts").showModal());
segments("measure", value => (rates.measure = value));
segments("span", value => (rates.seconds = Number(value)));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => rates.render());
keys.listen({
  " ": pause,
  t: switchTheme,
  "?": () => byId("shortcuts").showModal(),
  0: () => filters.reset(),
  c: () => byId("camera-filter").querySelector("button")?.focus(),
  m: () => (document.querySelector("#moments button") ?? document.querySelector("#watch button"))?.focus(),
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map(n => [n, () => filters.toggleClass(n - 1)])),
});
// What grows old does so without a word from the server.
setInterval(() => {
  if (passed !== null || document.hidden || state !== "live") return;
  renderAll();
  keepUp();
}, 1000);
renderRest();
stream.open();
