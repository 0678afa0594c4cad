// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors

/** A server says something every second; so long after its last word the connection is lost. */
const SILENCE_MILLIS = 5000;

/** But its first word is all there is, which takes a thin line some time. */
const FIRST_MILLIS = 30000;
const FIRST_RETRY_MILLIS = 500;
const LAST_RETRY_MILLIS = 8000;

/** Connecting afresh helps a page that is behind, but a thin line has no room for it all the time. */
const RENEW_MILLIS = 10000;

/** A page that nobody sees lets go of the server after so long. */
const UNSEEN_MILLIS = 15000;

/** The events of the server, again and again: a lost connection is made anew, with a snapshot. */
export class Stream {
  #source = null;
  #watchdog = 0;
  #retry = 0;
  #unseen = 0;
  #wait = FIRST_RETRY_MILLIS;
  #opened = 0;

  /** Takes what to do with a snapshot, a tick, and a new state: connecting, live, lost and how, or refused and why. */
  constructor({ onSnapshot, onTick, onState }) {
    this.onSnapshot = onSnapshot;
    this.onTick = onTick;
    this.onState = onState;
    document.addEventListener("visibilitychange", () => this.#seen(!document.hidden));
    if (document.hidden) this.#seen(false); // opened behind another
  }

  /** Connects, afresh if it was connected before. */
  open() {
    this.#close();
    const source = new EventSource("events");
    this.#source = source;
    this.#opened = Infinity;
    source.addEventListener("snapshot", message => this.#heard(() => this.onSnapshot(JSON.parse(message.data))));
    source.addEventListener("tick", message => this.#heard(() => this.onTick(JSON.parse(message.data))));
    source.addEventListener("error", () => this.#lost(source.readyState === EventSource.CLOSED));
    this.#watch(FIRST_MILLIS);
  }

  /** Connects afresh, unless that was just done: what is under way is left behind. Returns whether it did. */
  renew() {
    const due = Date.now() - this.#opened > RENEW_MILLIS;
    if (due) this.open();
    return due;
  }

  #heard(handle) {
    this.#opened = Math.min(this.#opened, Date.now());
    this.#wait = FIRST_RETRY_MILLIS;
    this.#watch(SILENCE_MILLIS);
    this.onState("live");
    handle();
  }

  #watch(millis) {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#lost(), millis);
  }

  /** An event source does not tell what it was answered: ask again what is wrong. */
  async #reason() {
    const asking = new AbortController();
    try {
      const answer = await fetch("events", { signal: asking.signal });
      const isMien = [403, 503].includes(answer.status) && answer.headers.get("Content-Type")?.startsWith("text/plain");
      if (isMien) this.onState("refused", await answer.text());
      else if (!answer.ok) this.onState("lost", `${answer.status} ${answer.statusText}`.trim()); // who stands between says so
    } catch {
      // nobody answers, as was said
    } finally {
      asking.abort();
    }
  }

  #lost(answered = false) {
    this.#close();
    this.onState("lost");
    if (answered) this.#reason();
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
    else if (!this.#source) {
      this.onState("connecting"); // after a time without events
      this.open();
    }
  }
}
