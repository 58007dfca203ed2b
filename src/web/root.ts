/**
 * On the page of an address that does not exist, whose links start at the server's root: where the site is
 * below a path that nobody wrote into the configuration, they are corrected. The page asks for this script at
 * several places; only the one in the site has it.
 */

import { loadOnce } from "./loader.ts";
import { errata } from "./shared.ts";
import { trustSite } from "./trust.ts";

// Attributes that lead somewhere in the site.
const LINKING = ["href", "src", "action", "data-search", "data-diagnose", "data-root"];

const { src } = document.currentScript as HTMLScriptElement;

// Where the site is at the server's root, the page is complete.
if (!errata.load) {
  const root = new URL("../../", src).pathname;
  for (const name of LINKING) {
    for (const element of document.querySelectorAll(`[${name}^="/"]:not(script)`)) {
      element.setAttribute(name, root + (element.getAttribute(name) ?? "").slice(1));
    }
  }
  trustSite(new URL("../../", src).href);
  void loadOnce(`${root}assets/js/main.js`);
}
