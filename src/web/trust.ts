/**
 * The page's policy allows scripts only from addresses that are made here (`trusted-types errata`): those of the site's
 * own scripts, whatever a page, a query or an article has put together.
 */

import { errata } from "./shared.ts";
import type { ScriptPolicy } from "./shared.ts";

interface TrustedTypes {
  trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy };
}

/** `root` is the address of the site's top folder: each bundle that starts a page passes where it comes from. */
export function trustSite(root: string): void {
  // Its own property, which hides an element with the id.
  (globalThis as { errata?: typeof errata }).errata = errata;
  // A page of another site may have search boxes of two help sites.
  (errata.sites ??= []).push(root);
  // The first policy serves all: browsers refuse a second one with the same name.
  errata.policy ??= createPolicy({
    createScriptURL(address) {
      const { href } = new URL(address, globalThis.document?.baseURI);
      // "…/search/en/root.js" and "…/root.js?1764" yes; "…/root.json" and "…/root.js?next=x" no.
      if (/\.js(\?\d+)?$/.test(href) && errata.sites.some((site) => href.startsWith(site))) return href;
      throw new TypeError(href);
    },
  });
}

/**
 * Creates the policy; where a browser has no policies, and on a page of another site that forbids them, returns the
 * rules alone.
 */
function createPolicy(rules: ScriptPolicy): ScriptPolicy {
  try {
    return (globalThis as TrustedTypes).trustedTypes!.createPolicy("errata", rules);
  } catch {
    return rules;
  }
}
