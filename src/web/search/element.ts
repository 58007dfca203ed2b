/**
 * The search box for pages of other sites: `<errata-search locale="en"></errata-search>` after this one
 * script. It lives in a shadow tree, asks the same index, and its suggestions lead to this site.
 *
 * Attributes: `base` (the help site's root; by default where this script comes from) and `locale`. Its words
 * are those of the help site in that locale; attributes replace them: `label`, `button`, `results` (with
 * `{n}`), `result`, `nothing`, `near` (with `{code}`), `all`, `failed`.
 * Parts for styling from outside: `form`, `input`, `button`.
 */

import { find, make } from "../dom.ts";
import { loadOnce } from "../loader.ts";
import { setUpPage } from "../page.ts";
import { errata } from "../shared.ts";
import type { ElementWords } from "../shared.ts";
import { trustSite } from "../trust.ts";
import STYLE from "./element.css";

const own = (document.currentScript as HTMLScriptElement).src;

/** Used until the site's own words are loaded. */
const ENGLISH: ElementWords = {
  lang: "en",
  dir: "ltr",
  intl: "en",
  label: "Search for an error code, a message or words",
  button: "Search",
  all: "All results",
  nothing: "Nothing found",
  near: "Did you mean {code}?",
  failed: "The search could not be loaded.",
  counts: { one: "{n} result", other: "{n} results" },
};

/** The contents of each file of words, by its address. */
const wordsByFile = new Map<string, ElementWords>();

const site = new URL("../../../", own).href;

trustSite(site);
setUpPage(new URL("../", own));
errata.say = (words) => {
  if (document.currentScript instanceof HTMLScriptElement) wordsByFile.set(document.currentScript.src, words);
};

class ErrataSearch extends HTMLElement {
  connectedCallback(): void {
    if (this.shadowRoot) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    root.adoptedStyleSheets = [sheet];
    const form = this.createForm();
    root.append(form);
    this.setWords(form, ENGLISH);
    const worded = this.loadWords(form);
    form.addEventListener("focusin", () => void this.mount(form, worded), { once: true });
  }

  async mount(form: HTMLFormElement, worded: Promise<void>): Promise<void> {
    try {
      await Promise.all([errata.load("search/engine search/box"), worded]);
      errata.modules.search(form);
    } catch {
      errata.fail(form);
    }
  }

  /** Loads the help site's words, if it has them: an older site has none, and its box stays English. */
  async loadWords(form: HTMLFormElement): Promise<void> {
    const { root = "", locale = "" } = form.dataset;
    const source = `${root}${locale}/search/words.js`;
    await loadOnce(source).catch(() => undefined);
    const words = wordsByFile.get(source);
    if (words) this.setWords(form, words);
  }

  setWords(form: HTMLFormElement, words: ElementWords): void {
    const word = (name: "label" | "button" | "all" | "nothing" | "near" | "failed") =>
      this.getAttribute(name) ?? words[name];
    const [one, other] = [this.getAttribute("result"), this.getAttribute("results")];
    const counts = { ...(other ? { other } : words.counts), ...(one ? { one } : {}) };
    for (const name of Object.keys(form.dataset)) if (name.startsWith("count")) delete form.dataset[name];
    for (const [name, text] of Object.entries(counts)) form.setAttribute(`data-count-${name}`, text);
    const { lang, dir, intl } = words;
    Object.assign(form, { lang, dir });
    const texts = { all: word("all"), none: word("nothing"), near: word("near"), failed: word("failed") };
    Object.assign(form.dataset, { intl, ...texts });
    find<HTMLInputElement>("input", form).placeholder = word("label");
    find("span", form).textContent = word("label");
    find("button", form).textContent = word("button");
  }

  createForm(): HTMLFormElement {
    const base = this.getAttribute("base") ?? site;
    // Always with a slash at its end: "https://x/help" and "https://x/help/" are the same.
    const root = new URL(base, document.baseURI).href.replace(/\/?$/u, "/");
    trustSite(root);
    const locale = this.getAttribute("locale") ?? "en";
    const search = `${root}${locale}/search/index.html`;
    const input = make("input", { part: "input", name: "q", type: "search", dir: "auto" });
    Object.assign(input, { maxLength: 16384, autocomplete: "off", spellcheck: false });
    const label = make("label", {}, make("span", { class: "visually-hidden" }), input);
    const form = make("form", { role: "search", part: "form", action: search }, label);
    Object.assign(form.dataset, { root, locale, search: form.action });
    form.append(make("button", { part: "button" }));
    return form;
  }
}

if (!customElements.get("errata-search")) customElements.define("errata-search", ErrataSearch);
