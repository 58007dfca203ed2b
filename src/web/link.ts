/** Copies the address of a section or of a code, and says so. */

import { make } from "./dom.ts";
import { errata } from "./shared.ts";

// Long enough to be read, short enough that the button soon says what it does again.
const CONFIRMED = 2000; // ms
// A screen reader announces a text only if it differs from the one before: it is emptied for so long.
const EMPTIED = 100; // ms

let copied: string;
let status: HTMLElement;

errata.modules.link = (element) => {
  copied = element.dataset.copied ?? "";
  status = make("p", { class: "visually-hidden", role: "status", lang: document.documentElement.lang });
  (document.querySelector("main") ?? document.body).append(status);

  if (element instanceof HTMLButtonElement) {
    const link = element.parentElement?.querySelector("a") as HTMLAnchorElement;
    const label = element.textContent;
    element.dataset.ready = "";
    element.addEventListener("click", async () => {
      if (!(await copy(link.href))) return showAddress(link);
      announce();
      element.textContent = copied;
      setTimeout(() => (element.textContent = label), CONFIRMED);
    });
    return;
  }
  document.body.addEventListener("click", copyHeading);
};

function announce(): void {
  status.textContent = "";
  setTimeout(() => (status.textContent = copied), EMPTIED);
}

/** The link of a heading still leads there: its address is copied besides. */
async function copyHeading(event: Event): Promise<void> {
  const link = (event.target as Element).closest<HTMLAnchorElement>(".heading-link");
  if (!link || !(await copy(link.href))) return;
  announce();
  link.dataset.copied = copied;
  setTimeout(() => delete link.dataset.copied, CONFIRMED);
}

async function copy(address: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(address);
    return true;
  } catch {
    return false;
  }
}

/** Shows the whole address, selected, where the browser does not let a page copy. */
function showAddress(link: HTMLAnchorElement): void {
  link.textContent = link.href;
  getSelection()?.selectAllChildren(link);
}
