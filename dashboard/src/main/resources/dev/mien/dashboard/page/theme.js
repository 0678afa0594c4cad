// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors

const KEY = "mien.theme";
const root = document.documentElement;

/** Takes up what was chosen before; the system decides until something was. */
export function restore() {
  const chosen = stored(storage => storage.getItem(KEY));
  if (chosen) root.dataset.theme = chosen;
}

/** Goes from dark to light or back, and keeps it. */
export function toggle() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  stored(storage => storage.setItem(KEY, root.dataset.theme));
}

/** Where a browser blocks storage, even naming it throws: the choice then lasts as long as the page. */
function stored(use) {
  try {
    return use(localStorage);
  } catch {
    return null;
  }
}
