/**
 * A moving picture that waits: a button plays and stops it. Without this script a link leads to the
 * moving one. The words are on the element around the article's text.
 */

import { find, make } from "./dom.ts";
import { errata } from "./shared.ts";

errata.modules.animation = (frame) => {
  const image = find<HTMLImageElement>("img", frame);
  const link = find<HTMLAnchorElement>("a", frame);
  const words = frame.closest<HTMLElement>("[data-play]")?.dataset ?? {};
  const still = image.src;
  const button = make("button", { type: "button" });
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
};
