// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors

import { colourOf } from "./classes.js";
import { byId, element, keyed, paint, setAttribute, setText } from "./dom.js";
import { duration, latency, percent } from "./format.js";
import { LATE_MILLIS } from "./status.js";

/** A picture that takes longer will not come. */
const PATIENCE_MILLIS = 5000;

/** A tile per camera: its picture or an empty stage, boxes over it, and a row per track. */
export class Tiles {
  #store;
  #root = byId("tiles");
  #template = byId("tile");
  #pictures = new WeakMap();
  #flashing = null;

  constructor(store) {
    this.#store = store;
  }

  render() {
    const cameras = this.#store.shownCameras();
    byId("empty").hidden = this.#store.cameras.size > 0;
    setAttribute(this.#root, "data-count", cameras.length);
    keyed(this.#root, cameras, camera => camera.id, camera => this.#make(camera), (tile, camera) => this.#update(tile, camera));
  }

  /** Draws the eye to a track of a camera for some seconds. */
  flash(camera, track) {
    this.#flashing = { camera, track, until: Date.now() + 2500 };
    this.#root.querySelector(`[data-key="${CSS.escape(camera)}"]`)?.scrollIntoView({ block: "nearest" });
    this.render();
  }

  #make(camera) {
    const tile = this.#template.content.firstElementChild.cloneNode(true);
    tile.querySelector("h3").textContent = camera.id;
    tile.dataset.camera = camera.id;
    return tile;
  }

  #update(tile, camera) {
    const stage = tile.querySelector(".stage");
    const ratio = `${camera.width} / ${camera.height}`;
    if (stage.style.aspectRatio !== ratio) stage.style.aspectRatio = ratio;
    stage.classList.toggle("bare", camera.frame === undefined);
    this.#aliveness(tile, camera);
    const faces = this.#store.facesOf(camera);
    if (camera.frame === undefined) {
      stage.querySelector("img").hidden = true;
      this.#pictures.delete(tile);
      this.#draw(tile, camera, faces);
    } else this.#picture(tile, camera, faces);
  }

  #aliveness(tile, camera) {
    const { state, millis } = this.#store.aliveness(camera);
    setAttribute(tile, "data-alive", state);
    const text =
      state === "silent" ? `silent for ${duration(millis)}`
      : state === "no-face" ? (millis ? `no face for ${duration(millis)}` : "no face yet")
      : camera.latency !== undefined ? latency(camera.latency) : "";
    tile.toggleAttribute("data-late", state === "live" && camera.latency > LATE_MILLIS);
    setText(tile.querySelector(".alive"), text);
    setText(tile.querySelector(".silent"), state === "silent" ? text : "");
  }

  /** Boxes and rows wait for the picture that they belong to; one picture is under way at a time. */
  #picture(tile, camera, faces) {
    const shown = this.#pictures.get(tile) ?? {};
    this.#pictures.set(tile, shown);
    if (shown.loading) {
      if (performance.now() - shown.since < PATIENCE_MILLIS) return;
      shown.loading.src = ""; // nobody answers: gives the connection free
    } else if (shown.asked === camera.frame) {
      // Without its picture, what was there stays.
      if (shown.number === camera.frame) this.#draw(tile, camera, faces);
      return;
    }
    const image = element("img", "", "", { alt: "" });
    Object.assign(shown, { loading: image, since: performance.now(), asked: camera.frame });
    image.src = `frames/${encodeURIComponent(camera.id)}?n=${camera.frame}`;
    image.decode().then(
      () => {
        // The camera has fallen silent meanwhile, or this took too long.
        if (this.#pictures.get(tile) !== shown || shown.loading !== image) return;
        tile.querySelector(".stage img").replaceWith(image);
        shown.number = camera.frame;
        this.#draw(tile, camera, faces);
      },
      () => {}, // it has gone: the next may come
    ).finally(() => {
      if (shown.loading === image) shown.loading = null;
    });
  }

  /** Boxes and rows; boxes of another frame than the one to be seen are dashed. */
  #draw(tile, camera, faces) {
    const stage = tile.querySelector(".stage");
    this.#faces(stage, camera, faces);
    stage.querySelector("p.apart").hidden = camera.frame === undefined || !faces.length || faces.some(face => face.frame === camera.frame);
    keyed(tile.querySelector(".tracks"), faces, face => face.track, row, (item, face) => this.#row(item, face));
  }

  #faces(stage, camera, faces) {
    keyed(stage.querySelector(".faces"), faces, face => face.track, () => box(), (item, face) => {
      const [left, top, width, height] = face.box;
      paint(item, colourOf(face.emotion));
      place(item, { left: left / camera.width, top: top / camera.height, width: width / camera.width, height: height / camera.height });
      item.classList.toggle("apart", camera.frame !== undefined && face.frame !== camera.frame);
      item.classList.toggle("low", top / camera.height < 0.12);
      const flashing = this.#flashing;
      item.classList.toggle("flash", flashing !== null && flashing.camera === camera.id && flashing.track === face.track && Date.now() < flashing.until);
      const [who, what, how] = item.querySelector(".tag").children;
      setText(who, `#${face.track}`);
      setText(what, face.emotion);
      setText(how, percent(face.probability));
      if (camera.frame === undefined) landmarks(item.querySelector("svg"), face);
    });
  }

  #row(item, face) {
    const [who, what, mix] = item.children;
    setText(who, `#${face.track}`);
    paint(what.children[0], colourOf(face.emotion));
    setText(what.children[1], face.emotion);
    setText(what.children[2], percent(face.probability));
    setAttribute(mix, "aria-label", Object.entries(face.smoothed).map(([name, share]) => `${name} ${percent(share)}`).join(", "));
    keyed(mix, Object.entries(face.smoothed), ([name]) => name, () => element("i"), (part, [name, share]) => {
      paint(part, colourOf(name));
      part.title = `${name} ${percent(share)}`;
      part.style.flexGrow = share;
    });
  }
}

function box() {
  const made = element("div", "face");
  made.append(document.createElementNS("http://www.w3.org/2000/svg", "svg"), element("span", "tag"));
  made.querySelector("svg").setAttribute("viewBox", "0 0 1 1");
  made.querySelector("svg").setAttribute("preserveAspectRatio", "none");
  made.querySelector(".tag").append(element("b"), element("span"), element("span"));
  return made;
}

function row() {
  const made = element("li");
  const what = element("span", "what");
  what.append(element("span", "swatch"), element("span"), element("span"));
  made.append(element("span", "who"), what, element("span", "mix", "", { role: "img" }));
  return made;
}

function place(item, rectangle) {
  for (const [side, share] of Object.entries(rectangle)) item.style[side] = `${(share * 100).toFixed(2)}%`;
}

/** Where no picture is shown, eyes, nose and a straight mouth tell that a person is there, not who. */
function landmarks(svg, face) {
  const [left, top, width, height] = face.box;
  const points = [];
  for (let i = 0; i < face.points.length; i += 2)
    points.push([(face.points[i] - left) / width, (face.points[i + 1] - top) / height]);
  const [leftEye, rightEye, nose, mouthLeft, mouthRight] = points;
  const eye = ([x, y]) => `<ellipse cx="${x}" cy="${y}" rx=".035" ry="${(0.035 * width) / height}"/>`;
  svg.innerHTML =
    eye(leftEye) + eye(rightEye) +
    `<path d="M${nose[0] - 0.03} ${nose[1]} L${nose[0] + 0.03} ${nose[1]}"/>` +
    `<path d="M${mouthLeft} L${mouthRight}"/>`;
}
