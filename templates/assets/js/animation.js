/**
 * A moving picture that waits: a button plays and stops it. Without this file a link leads to the
 * moving one. The words are on the element around the article's text.
 */

"use strict";

(function () {
  const scope = /** @type {{ errata: any }} */ (/** @type {unknown} */ (globalThis));
  const { errata } = scope;

  /** @param {HTMLElement} frame holds the still and a link to the moving picture */
  function mount(frame) {
    const image = /** @type {HTMLImageElement} */ (frame.querySelector("img"));
    const link = /** @type {HTMLAnchorElement} */ (frame.querySelector("a"));
    const words = /** @type {HTMLElement | null} */ (frame.closest("[data-play]"))?.dataset ?? {};
    const still = image.src;
    const button = document.createElement("button");
    button.type = "button";
    link.replaceWith(button);

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
