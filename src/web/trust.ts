/**
 * The page's policy lets a script come only from an address that is made here (`trusted-types errata`): that of
 * a script of this site, whatever a page, a query or an article has put together.
 */

import { errata } from "./shared.ts";
import type { ScriptPolicy } from "./shared.ts";

interface TrustedTypes {
  trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy };
}

/** `root` is the address of the site's top folder: each bundle that starts a page says where it is from. */
export function trustSite(root: string): void {
  // A page of another site may have the search boxes of two.
  (errata.sites ??= []).push(root);
  // The first one's policy is that of all: a browser refuses a second of its name.
  errata.policy ??= createPolicy({
    createScriptURL(address) {
      const { href } = new URL(address, globalThis.document?.baseURI);
      // "…/search/en/root.js" and "…/root.js?1764" yes; "…/root.json" and "…/root.js?next=x" no.
      if (/\.js(\?\d+)?$/.test(href) && errata.sites.some((site) => href.startsWith(site))) return href;
      throw new TypeError(href);
    },
  });
}

/** Where a browser has none, and on a page of another site that forbids it, the rules alone. */
function createPolicy(rules: ScriptPolicy): ScriptPolicy {
  try {
    return (globalThis as TrustedTypes).trustedTypes!.createPolicy("errata", rules);
  } catch {
    return rules;
  }
}
