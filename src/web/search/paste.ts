/** Offers the page that reads logs to a reader who pastes several lines into a search box. */

import { make } from "../dom.ts";

// How many characters of a pasted text are searched for a second line.
const MOST_LOOKED_AT = 100_000;

export function offerDiagnose(form: HTMLElement, input: HTMLInputElement): void {
  const { diagnose = "", lines: label = "" } = form.dataset;
  if (!diagnose) return;
  const offer = make("p", { class: "search-lines", hidden: "" }, make("a", { href: diagnose }, label));
  form.append(offer);
  let log = "";
  input.addEventListener("input", () => (offer.hidden = true));
  input.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    // Two lines with text: "a\n\nb" yes; "a\n" and "\na" no.
    if (!/\S[^\S\n\r]*[\r\n]+\s*\S/u.test(text.slice(0, MOST_LOOKED_AT))) return;
    log = text;
    // Runs after the "input" event of the same paste, which hides it.
    setTimeout(() => (offer.hidden = false));
  });
  // Handed over within the browser, for this tab only; the page that reads it removes it.
  offer.addEventListener("click", () => {
    try {
      sessionStorage.setItem("errata-log", log);
    } catch {
      // The text is too long, or storage is forbidden: the reader pastes it again there.
    }
  });
}
