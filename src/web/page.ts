/** What a page offers its modules: loading their scripts, and saying that this failed. */

import { loadOnce, runScript } from "./loader.ts";
import { errata } from "./shared.ts";

/** `scripts` is the address of the folder of scripts. What another bundle has set up is kept. */
export function setUpPage(scripts: string | URL): void {
  errata.runScript ??= runScript;
  errata.loadOnce ??= loadOnce;
  errata.load ??= (names) =>
    Promise.all(names.split(" ").map((name) => name && loadOnce(`${new URL(name, scripts)}.js`)));
  errata.fail ??= (element) => {
    const text = element.dataset.failed;
    if (!text) return;
    // Once is enough.
    delete element.dataset.failed;
    const note = document.createElement("p");
    note.className = "notice";
    note.setAttribute("role", "alert");
    note.append(text);
    element.append(note);
  };
}
