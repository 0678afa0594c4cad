// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors

import { Clock } from "./clock.js";

/** A camera that gave nothing for so long is silent, where its frames are not rarer. */
const SILENT_MILLIS = 5000;
const SPEED_MILLIS = 4000;
const LATENCY_MILLIS = 10000;

/** What comes so late is a matter of the clock, which was set, and not of the way. */
const CLOCK_SET_MILLIS = 60000;

/** What the server told, put together; and what of it is to be seen. */
export class Store {
  classes = [];
  rare = [];
  frames = false;
  history = 0;
  trouble = "";
  cameras = new Map();
  rates = new Map();
  moments = new Map();
  hiddenCameras = new Set();
  hiddenClasses = new Set();
  lost = 0;
  gaps = 0;
  #clock = new Clock();
  #told = 0;
  #frozen = null;
  #speed = [];
  #latencies = [];

  /** Returns the server's time in milliseconds since the epoch. */
  now() {
    return this.#frozen ?? this.#clock.now();
  }

  /** Returns by how many milliseconds the last word of the server is older than its clock. */
  behind() {
    return this.#told ? this.#clock.now() - this.#told : 0;
  }

  /** Lets the time stand still, or go on. */
  freeze(frozen) {
    this.#frozen = frozen ? this.now() : null;
  }

  /** Takes all there is. */
  snapshot(data) {
    Object.assign(this, { classes: data.classes, rare: data.rare, frames: data.frames, history: data.history });
    this.lost += data.lost;
    for (const gone of [this.cameras, this.rates, this.moments]) gone.clear();
    this.#speed = [];
    if (this.#clock.now() - data.now > CLOCK_SET_MILLIS) this.#clock = new Clock();
    this.#take(data);
  }

  /** Takes what has changed. */
  tick(data) {
    if (data.classes) this.classes = data.classes;
    this.#take(data);
    this.#measure(data);
    this.#forget(data.now - this.history);
  }

  /** Returns the cameras that are to be seen. */
  shownCameras() {
    return [...this.cameras.values()].filter(camera => !this.hiddenCameras.has(camera.id));
  }

  /** Returns the faces of a camera that are in view and to be seen, by track. */
  facesOf(camera) {
    return [...camera.faces.values()]
      .filter(face => this.now() - face.at < camera.stay && !this.hiddenClasses.has(face.emotion))
      .sort((a, b) => a.track - b.track);
  }

  /** Returns how a camera is: live, no-face or silent, and since when. Only its frames tell that it is silent. */
  aliveness(camera) {
    const now = this.now();
    const last = Math.max(camera.seen, camera.frameSeen ?? 0);
    const patience = Math.max(SILENT_MILLIS, camera.stay);
    if (this.frames && now - last > patience) return { state: "silent", millis: now - last };
    if (now - camera.seen > patience) return { state: "no-face", millis: camera.seen ? now - camera.seen : 0 };
    return { state: "live", millis: 0 };
  }

  /** Returns the events per second over the last seconds. */
  speed() {
    const since = this.now() - SPEED_MILLIS;
    const recent = this.#speed.filter(entry => entry.at > since);
    return recent.reduce((sum, entry) => sum + entry.events, 0) / (SPEED_MILLIS / 1000);
  }

  /** Returns the median latency of the last ticks in milliseconds, undefined if there was none lately. */
  latency() {
    const since = this.now() - LATENCY_MILLIS;
    const recent = this.#latencies.filter(entry => entry.at > since).map(entry => entry.latency).sort((a, b) => a - b);
    return recent[recent.length >> 1];
  }

  /** Returns the versions of the models that serve, each with the cameras it serves. */
  models() {
    const models = new Map();
    for (const camera of this.cameras.values())
      if (camera.model) models.set(camera.model, [...(models.get(camera.model) ?? []), camera.id]);
    return models;
  }

  #take(data) {
    this.#clock.hear(data.now);
    this.#told = data.now;
    this.trouble = data.trouble;
    for (const camera of data.cameras) {
      const faces = this.cameras.get(camera.id)?.faces ?? new Map();
      for (const face of camera.faces) faces.set(face.track, { ...face, at: camera.seen });
      for (const [track, face] of faces) if (data.now - face.at > camera.stay) faces.delete(track);
      this.cameras.set(camera.id, { ...camera, faces });
    }
    if (data.cameras.length) this.cameras = new Map([...this.cameras].sort(([a], [b]) => (a < b ? -1 : 1)));
    for (const rate of data.rates) this.rates.set(`${rate.start} ${rate.end} ${rate.camera}`, rate);
    for (const moment of data.moments) this.moments.set(moment.id, moment);
  }

  #measure(data) {
    const events = data.cameras.reduce((sum, camera) => sum + camera.events, 0);
    this.#speed.push({ at: data.now, events });
    this.#speed = this.#speed.slice(-100);
    for (const camera of data.cameras) if (camera.events && camera.latency !== undefined) this.#latencies.push({ at: data.now, latency: camera.latency });
    this.#latencies = this.#latencies.slice(-51);
  }

  #forget(before) {
    for (const [id, camera] of this.cameras) if (Math.max(camera.seen, camera.frameSeen ?? 0) < before) this.cameras.delete(id);
    for (const [key, rate] of this.rates) if (rate.end < before) this.rates.delete(key);
    for (const [id, moment] of this.moments) if (moment.end < before) this.moments.delete(id);
  }
}
