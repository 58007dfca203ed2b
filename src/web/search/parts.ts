/**
 * Makes the parts of an answer from the page's templates: cards of codes, near codes, articles. Every link comes from
 * the index.
 */

import { find, make } from "../dom.ts";
import { errata } from "../shared.ts";
import type { Answer, Card, CardVariant, CodePieces, ExcerptPiece, Hit, NearCode } from "./types.ts";

// How the index writes a date: "2024-04-17" yes; "April" no.
const DATE = /^\d{4}-\d\d-\d\d/u;

/** Whether there is a text. */
export function fill(element: HTMLElement, text: string): boolean {
  element.textContent = text;
  return Boolean(text);
}

export const markPieces = (pieces: ExcerptPiece[]) =>
  pieces.map(({ text, mark }) => (mark ? make("mark", {}, text) : text));

const markCode = (pieces: CodePieces) => pieces.map((piece, at) => (at % 2 ? make("code", {}, piece) : piece));

/** Shows pieces below a word that says what they are; hides them if there are none. */
function showPieces(element: HTMLElement, pieces: CodePieces = []): void {
  find("span", element).append(...markCode(pieces));
  element.hidden = !pieces.join("");
}

export class AnswerParts {
  #root: ParentNode;
  #base: string;
  #locale: string;

  /** `root` contains the templates; `base` is the site's root as seen from the page. */
  constructor(root: ParentNode, base: string, locale: string) {
    this.#root = root;
    this.#base = base;
    this.#locale = locale;
  }

  clone(name: string): HTMLElement {
    const { content } = find<HTMLTemplateElement>(`template[data-part=${name}]`, this.#root);
    return content.firstElementChild?.cloneNode(true) as HTMLElement;
  }

  createCard(card: Card): HTMLElement {
    const element = this.clone("card");
    for (const link of element.querySelectorAll("a")) link.href = this.#base + card.href;
    fill(find("[data-code]", element), card.code);
    find("[data-message]", element).hidden = !fill(find("[data-message] code", element), card.message);
    fill(find("[data-family]", element), card.meaning ? `${card.family} ·` : card.family);
    fill(find("[data-meaning]", element), card.meaning);
    const aliases = find("[data-aliases]", element);
    aliases.hidden = !card.aliases?.length;
    aliases.append(...(card.aliases ?? []).flatMap((alias, at) => [at ? ", " : " ", this.#linkAlias(...alias)]));
    showPieces(find("[data-cause]", element), card.cause);
    showPieces(find("[data-solution]", element), card.solution);
    const variants = find("[data-variants]", element);
    variants.append(...(card.variants ?? []).map((variant) => this.#createVariant(variant)));
    variants.hidden = !card.variants;
    const near = find("[data-codes]", element);
    near.hidden = !card.near?.length;
    near.append(...this.linkCodes((card.near ?? []).map((code) => ({ code, href: searchFor(this.#locale, code) }))));
    return element;
  }

  #linkAlias(name: string, href: string): HTMLElement {
    return href ? make("a", { class: "code", href: this.#base + href }, name) : make("code", {}, name);
  }

  #createVariant({ message, solution, href, anchor }: CardVariant): HTMLElement {
    const address = this.#base + href + (anchor && `#${anchor}`);
    const link = make("a", { href: address }, make("code", {}, message));
    return make("li", {}, make("p", {}, link), make("p", { class: "excerpt" }, ...markCode(solution)));
  }

  /** The unknown codes and groups of codes; what makes them was loaded when the query was read. */
  createUnknown(answer: Answer): HTMLElement[] {
    return errata.unknown?.show(answer, this, this.#base) ?? [];
  }

  linkCodes(codes: NearCode[]): (string | HTMLElement)[] {
    return codes.flatMap(({ code, href }, at) => [
      at ? ", " : " ",
      make("a", { class: "code", href: this.#base + href }, code),
    ]);
  }

  createHits(hits: Hit[]): HTMLElement {
    return make("ol", { class: "results" }, ...hits.map((hit) => this.#createHit(hit)));
  }

  #createHit(hit: Hit): HTMLElement {
    const element = this.clone("hit");
    const link = find<HTMLAnchorElement>("a", element);
    link.href = this.#base + hit.href;
    link.replaceChildren(...markPieces(hit.heading));
    find("[data-excerpt]", element).append(...markPieces(hit.excerpt));
    const about = [hit.label, ...hit.products, this.#formatDate(hit.updated)];
    const badge = hit.state && this.#findState(hit.state);
    if (badge) find("h2", element).append(" ", badge.content.cloneNode(true));
    fill(find(".meta", element), about.filter(Boolean).join(" · "));
    return element;
  }

  createNear(near: NearCode[]): HTMLElement {
    const element = this.clone("near");
    const [before, after = ""] = (element.dataset.near ?? "").split("{code}");
    element.append(before.trimEnd(), ...this.linkCodes(near), after);
    return element;
  }

  nameOfState(state: string): string {
    return this.#findState(state)?.content.textContent?.trim() || state;
  }

  #findState(state: string): HTMLTemplateElement | null {
    return this.#root.querySelector(`template[data-part=state-${state}]`);
  }

  #formatDate(text: string): string {
    const date = new Date(text);
    if (!DATE.test(text) || Number.isNaN(date.getTime())) return text;
    const options = { calendar: "gregory", dateStyle: "long", numberingSystem: "latn", timeZone: "UTC" } as const;
    return date.toLocaleDateString(this.#locale, options);
  }
}

/** Returns the address that searches for a code: its page may have another name. */
const searchFor = (locale: string, code: string) => `${locale}/search/index.html?q=${encodeURIComponent(code)}`;
