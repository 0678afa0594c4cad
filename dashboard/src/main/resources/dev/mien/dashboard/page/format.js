// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** Returns the time of day of milliseconds since the epoch. */
export const clock = millis => CLOCK.format(millis);

/** Returns a share, 0 to 1, in per cent. */
export const percent = share => `${Math.round(share * 100)} %`;

/** Returns a number with one digit where that tells something. */
export const short = number => (number >= 10 || number === 0 ? Math.round(number).toString() : number.toFixed(1));

/** Returns a latency in milliseconds, or in seconds where it is that bad. */
export const latency = millis => (millis < 2000 ? `${Math.round(millis)} ms` : `${(millis / 1000).toFixed(1)} s`);

/** Returns a noun for one or for many. */
export const plural = (count, noun) => (count === 1 ? noun : `${noun}s`);

/** Returns a number of milliseconds as people say it. */
export function duration(millis) {
  const seconds = Math.round(millis / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
