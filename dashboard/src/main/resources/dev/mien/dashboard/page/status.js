// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors

import { byId, element, keyed, setAttribute, setText } from "./dom.js";
import { duration, latency, plural, short } from "./format.js";

const STATES = { connecting: "Connecting", live: "Live", late: "Late", behind: "Behind", paused: "Paused", lost: "Connection lost", refused: "No room" };

/** A page whose last word from the server is so old is behind. */
export const BEHIND_MILLIS = 3000;

/** What takes longer from the capture is not live. */
export const LATE_MILLIS = 2000;

/** The bar on top, the notice below it, and the facts about model and health. */
export class Status {
  #store;
  #figures = Object.fromEntries([...document.querySelectorAll("[data-figure]")].map(item => [item.dataset.figure, item]));

  constructor(store) {
    this.#store = store;
  }

  /** Says how the connection is, how many events passed by while paused, null if it is not, and why it was refused. */
  connection(connected, passed, reason) {
    const state = connected !== "live" ? connected : passed !== null ? "paused" : this.#pace();
    setAttribute(byId("state"), "data-state", state);
    setText(byId("state-text"), STATES[state]);
    const [text, count] = this.#notice(state, passed, reason);
    setText(byId("notice-text"), text);
    setText(byId("notice-count"), count); // not read aloud: it changes all the time
    byId("notice").hidden = text === "";
    byId("notice").toggleAttribute("data-grave", state === "lost" || state === "refused" || this.#store.trouble !== "");
  }

  #pace() {
    if (this.#store.behind() > BEHIND_MILLIS) return "behind";
    return this.#store.latency() > LATE_MILLIS ? "late" : "live";
  }

  #notice(state, passed, reason) {
    if (state === "refused") return [`The server refuses: ${reason}. Trying again …`, ""];
    if (state === "lost") return [`${this.#loss(reason)} What you see is the last it said; trying again …`, ""];
    if (passed !== null) return ["Paused.", `${passed} events since.`];
    if (state === "behind") return ["This browser or its connection is too slow.", `What you see is ${duration(this.#store.behind())} old.`];
    if (state === "late" && !this.#store.trouble) return ["The pipeline is late: faces arrive long after their capture.", latency(this.#store.latency())];
    return [this.#store.trouble, ""];
  }

  /** Its last word may tell why. */
  #loss(reason) {
    const answer = reason ? `Something in between answers ${reason}.` : "The server does not answer.";
    return this.#store.trouble ? `${answer} It said: ${this.#store.trouble}.` : answer;
  }

  render() {
    const { cameras, lost, gaps, frames, trouble } = this.#store;
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
    this.#figures.latency.classList.toggle("late", delay > LATE_MILLIS);
    setText(this.#figures.model, [...models.keys()].join(", ") || "–");
    this.#facts([
      ...[...models].map(([version, ids]) => ["Model", models.size > 1 ? `${version} (${ids.join(", ")})` : version]),
      ["Page to Kafka", trouble || "connected"],
      ["Cameras", this.#absent()],
      ["This browser", this.#missed(lost, gaps)],
      ["Pictures", frames ? "shown, from memory only" : "not shown (mien dashboard --show-frames)"],
      ["History", duration(this.#store.history)],
    ]);
  }

  /** Names the cameras that give nothing: no frame, or where it hears of faces only, no face. */
  #absent() {
    const { cameras, frames } = this.#store;
    const [state, words] = frames ? ["silent", "silent"] : ["no-face", "without a face"];
    const absent = [...cameras.values()].filter(camera => this.#store.aliveness(camera).state === state);
    if (absent.length) return `${absent.length} of ${cameras.size} ${words}: ${absent.map(camera => camera.id).join(", ")}`;
    return cameras.size ? "all live" : "none yet";
  }

  #missed(lost, gaps) {
    const told = [lost && `too slow for ${lost} events`, gaps && `was away ${gaps} ${plural(gaps, "time")}`].filter(Boolean);
    return told.join(", ") || "has missed no event";
  }

  #facts(facts) {
    const lines = facts.flatMap(([name, value], i) => [{ key: `${name}${i}t`, tag: "dt", text: name }, { key: `${name}${i}d`, tag: "dd", text: value }]);
    keyed(byId("facts"), lines, line => line.key, line => element(line.tag), (item, line) => setText(item, line.text));
  }
}
