/** Light, dark, or the device's setting: applied before the page is painted, remembered in this browser. */

import { errata } from "./shared.ts";

const KEY = "errata-theme";

export function setUpTheme(): void {
  apply(read());
  errata.modules.theme = (element) => {
    const choice = element.querySelector("select") as HTMLSelectElement;
    choice.value = read();
    choice.addEventListener("change", () => {
      apply(choice.value);
      try {
        localStorage.setItem(KEY, choice.value);
      } catch {
        // A browser that remembers nothing still shows this page as chosen.
      }
    });
    element.dataset.ready = "";
  };
}

function apply(theme: string): void {
  document.documentElement.dataset.theme = theme;
}

/** Returns `light`, `dark`, or nothing for the device's setting. */
function read(): string {
  try {
    const theme = localStorage.getItem(KEY) ?? "";
    return ["light", "dark"].includes(theme) ? theme : "";
  } catch {
    return "";
  }
}
