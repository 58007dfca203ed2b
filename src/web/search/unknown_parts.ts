/** Makes the parts of an answer that say what is known of codes that no article explains. */

import { find } from "../dom.ts";
import { fill } from "./parts.ts";
import type { Answer, FamilyCard, NearCode, PartsMaker } from "./types.ts";

// Codes of a family that are listed: about two lines of them.
const MOST_CODES = 24;
// Where a vendor documents: "https://a.example" yes; "javascript:x" no.
const WEB = /^https?:\/\//i;

/** Of unknown codes, and of codes that begin as the query does. */
export function showUnknown({ unknown, group }: Answer, parts: PartsMaker, base: string): HTMLElement[] {
  const elements = unknown.map(({ code, card, documentation, near, isSlip }) => {
    const element = parts.clone("unknown");
    find(isSlip ? "[data-family-codes]" : "[data-near-codes]", element).remove();
    return fillFamily(element, code, card, documentation, near);
  });
  return group ? [fillFamily(parts.clone("group"), group.name, group.card, group.card?.url ?? "", group.codes), ...elements] : elements;

  function fillFamily(
    element: HTMLElement,
    code: string,
    card: FamilyCard | undefined,
    documentation: string,
    codes: NearCode[],
  ): HTMLElement {
    fill(find("[data-code]", element), code);
    const { name = "", product = "", meaning = "", href = "" } = card ?? {};
    const names = [...new Set([name, product])];
    fill(find("[data-family]", element), names.flatMap((text) => (text ? `${text} ·` : [])).join(" "));
    fill(find("[data-meaning]", element), meaning);
    const list = find("[data-codes]", element);
    list.hidden = !codes.length;
    list.append(...parts.linkCodes(codes.slice(0, MOST_CODES)));
    setHref(find("[data-all]", element), href && base + href);
    setHref(find("[data-vendor]", element), WEB.test(documentation) ? documentation : "");
    return element;
  }
}

/** Leads a link of a list somewhere, or takes it out of the list. */
function setHref(link: HTMLElement, href: string): void {
  if (href) link.setAttribute("href", href);
  else link.closest("li")?.remove();
}
