// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors

import { byId, element, keyed, setAttribute, setText } from "./dom.js";
import { duration, latency, plural, short } from "./format.js";

const STATES = { connecting: "Connecting", live: "Live", lost: "Connection lost" };

/** The bar on top, the notice below it, and the facts about model and health. */
export class Status {
  #store;
  #figures = Object.fromEntries([...document.querySelectorAll("[data-figure]")].map(item => [item.dataset.figure, item]));

  constructor(store) {
    this.#store = store;
  }

  /** Says how the connection is, and how many events passed by while paused, null if it is not. */
  connection(state, passed) {
    setAttribute(byId("state"), "data-state", passed === null ? state : state === "live" ? "paused" : state);
    const text = passed === null || state !== "live" ? STATES[state] : "Paused";
    setText(byId("state-text"), text);
    const notice =
      state === "lost" ? "The server does not answer. What you see is the last it said; trying again …"
      : passed !== null ? `Paused. ${passed} events since.`
      : this.#store.trouble;
    setText(byId("notice"), notice);
    byId("notice").hidden = notice === "";
    byId("notice").toggleAttribute("data-grave", state === "lost" || this.#store.trouble !== "");
  }

  render() {
    const { cameras, lost, frames, trouble } = this.#store;
    const shown = this.#store.shownCameras();
    const models = this.#store.models();
    const delay = this.#store.latency();
    const faces = shown.reduce((sum, camera) => sum + this.#store.facesOf(camera).length, 0);
    setText(this.#figures.cameras, String(cameras.size));
    setText(this.#figures.faces, String(faces));
    setText(this.#figures.cameras.previousElementSibling, plural(cameras.size, "camera"));
    setText(this.#figures.faces.previousElementSibling, plural(faces, "face"));
    setText(this.#figures.events, short(this.#store.speed()));
    setText(this.#figures.latency, delay === undefined ? "–" : latency(delay));
    setText(this.#figures.model, [...models.keys()].join(", ") || "–");
    const silent = [...cameras.values()].filter(camera => this.#store.aliveness(camera).state === "silent");
    this.#facts([
      ...[...models].map(([version, ids]) => ["Model", models.size > 1 ? `${version} (${ids.join(", ")})` : version]),
      ["Kafka", trouble || "connected"],
      ["Cameras", silent.length ? `${silent.length} of ${cameras.size} silent: ${silent.map(camera => camera.id).join(", ")}` : cameras.size ? "all live" : "none yet"],
      ["This browser", lost ? `too slow for ${lost} events` : "has missed no event"],
      ["Pictures", frames ? "shown, from memory only" : "not shown (mien dashboard --show-frames)"],
      ["History", duration(this.#store.history)],
    ]);
  }

  #facts(facts) {
    const lines = facts.flatMap(([name, value], i) => [{ key: `${name}${i}t`, tag: "dt", text: name }, { key: `${name}${i}d`, tag: "dd", text: value }]);
    keyed(byId("facts"), lines, line => line.key, line => element(line.tag), (item, line) => setText(item, line.text));
  }
}
