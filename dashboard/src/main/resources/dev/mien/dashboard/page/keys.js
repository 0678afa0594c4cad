// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors

/** Single keys do something, unless they are meant for a control or for the browser. */
export function listen(actions) {
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === " " && event.target.closest("button, a, [role=region]")) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
