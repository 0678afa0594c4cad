// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors

/** A server says something every second; so long after its last word the connection is lost. */
const SILENCE_MILLIS = 5000;
const FIRST_RETRY_MILLIS = 500;
const LAST_RETRY_MILLIS = 8000;

/** A page that nobody sees lets go of the server after so long. */
const UNSEEN_MILLIS = 15000;

/** The events of the server, again and again: a lost connection is made anew, with a snapshot. */
export class Stream {
  #source = null;
  #watchdog = 0;
  #retry = 0;
  #unseen = 0;
  #wait = FIRST_RETRY_MILLIS;

  /** Takes what to do with a snapshot, a tick, and a new state: connecting, live, lost. */
  constructor({ onSnapshot, onTick, onState }) {
    this.onSnapshot = onSnapshot;
    this.onTick = onTick;
    this.onState = onState;
    document.addEventListener("visibilitychange", () => this.#seen(!document.hidden));
  }

  /** Connects, afresh if it was connected before. */
  open() {
    this.#close();
    const source = new EventSource("events");
    this.#source = source;
    source.addEventListener("snapshot", message => this.#heard(() => this.onSnapshot(JSON.parse(message.data))));
    source.addEventListener("tick", message => this.#heard(() => this.onTick(JSON.parse(message.data))));
    source.addEventListener("error", () => this.#lost());
    this.#watch();
  }

  #heard(handle) {
    this.#wait = FIRST_RETRY_MILLIS;
    this.#watch();
    this.onState("live");
    handle();
  }

  #watch() {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#lost(), SILENCE_MILLIS);
  }

  #lost() {
    this.#close();
    this.onState("lost");
    this.#retry = setTimeout(() => this.open(), this.#wait * (0.75 + Math.random() / 2));
    this.#wait = Math.min(2 * this.#wait, LAST_RETRY_MILLIS);
  }

  #close() {
    this.#source?.close();
    this.#source = null;
    clearTimeout(this.#watchdog);
    clearTimeout(this.#retry);
  }

  #seen(visible) {
    clearTimeout(this.#unseen);
    if (!visible) this.#unseen = setTimeout(() => this.#close(), UNSEEN_MILLIS);
    else if (!this.#source) this.open();
  }
}
