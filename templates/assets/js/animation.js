/**
 * A moving picture that waits: a button plays and stops it. Without this file the still is a link to
 * the moving one. The words are on the element around the article's text.
 */

"use strict";

(function () {
  const scope = /** @type {{ errata: any }} */ (/** @type {unknown} */ (globalThis));
  const { errata } = scope;

  /** @param {HTMLAnchorElement} link around the still, to the moving picture */
  function mount(link) {
    const image = /** @type {HTMLImageElement} */ (link.querySelector("img"));
    const words = /** @type {HTMLElement | null} */ (link.closest("[data-play]"))?.dataset ?? {};
    const still = image.src;
    const button = document.createElement("button");
    button.type = "button";
    const frame = document.createElement("span");
    frame.className = "animation";
    link.replaceWith(frame);
    frame.append(image, button);

    let playing = false;
    const show = () => {
      image.src = playing ? link.href : still;
      button.textContent = (playing ? words.pause : words.play) ?? "";
    };
    button.addEventListener("click", () => {
      playing = !playing;
      show();
    });
    show();
  }

  errata.modules.animation = mount;
})();
