// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors

/** How long what is heard counts at least, and at most twice as long: clocks drift, and are set. */
const SPAN_MILLIS = 30000;

/** The server's clock, as its words tell it: the one that was least under way tells it best. */
export class Clock {
  #ahead = -Infinity;
  #before = -Infinity;
  #span = -Infinity;

  /** Takes what the server's clock said when it spoke. */
  hear(millis) {
    const span = Math.floor(performance.now() / SPAN_MILLIS); // which nobody can set
    if (span !== this.#span) {
      this.#before = span === this.#span + 1 ? this.#ahead : -Infinity;
      this.#ahead = -Infinity;
      this.#span = span;
    }
    this.#ahead = Math.max(this.#ahead, millis - Date.now());
  }

  /** Returns the server's time in milliseconds since the epoch, this machine's if it said none. */
  now() {
    const ahead = Math.max(this.#ahead, this.#before);
    return Date.now() + (Number.isFinite(ahead) ? ahead : 0);
  }
}
