/** Answers queries from an index: in the search box, on the search page and for `errata search`. */

import type { Masker } from "../messages/mask.ts";
import { errata } from "../shared.ts";
import { keyOf } from "./codes.ts";
import { decodeArticles, decodeCodes, decodeUses } from "./decode.ts";
import { markExcerpt } from "./excerpt.ts";
import { isWanted } from "./filter.ts";
import { findHidden, hitOf } from "./hidden.ts";
import { describeHolders, findHolders } from "./holders.ts";
import { decodeRoot, decodeSketch, listShards } from "./index_root.ts";
import { NOTHING } from "./nothing.ts";
import { isFailure, isLoneCode, listPatternFiles, mayNameCode } from "./pieces.ts";
import {
  cleanQuery,
  findNamedCodes,
  isLog,
  isLong,
  nameInAddress,
  namesCode,
  parseCode,
  parseLine,
  parseLog,
  readRoughly,
} from "./query.ts";
import { openIndex } from "./store.ts";
import { isFileName, mayBeCode } from "../text.ts";
import { tokenize } from "./tokens.ts";
import type {
  Answer,
  Card,
  CodeIndex,
  FamilyCard,
  FamilyPattern,
  Filters,
  Findings,
  Fragment,
  Hit,
  IndexFiles,
  Labels,
  NearCode,
  ParsedQuery,
  Preparation,
  SearchOptions,
  SearchPlace,
  Searcher,
  UnknownParts,
  WordFinder,
  WordsPlace,
} from "./types.ts";

// How many hits a page of results has.
const PAGE = 10;
// How many codes have their cards shown above the results.
const MOST_CARDS = 5;
// A longer text is not meant as a number.
const LONGEST_NUMBER = 40;
// How many results are shown first, each of which is a file: as many as a browser fetches at once over HTTP/1.1.
const FIRST = 6;

// The digits of an article number without what stands before them: "4014346" yes; "1603" no, which is more likely an
// error's.
const BARE = /^\d{5,}$/;

export class IndexSearcher implements Searcher {
  #base: string;
  #locale: string;
  #files: IndexFiles;
  #place: WordsPlace;

  constructor({ base, locale, load, pause }: SearchPlace) {
    this.#base = base;
    this.#locale = locale;
    this.#files = openIndex(`${base}search/${locale}/`, load);
    this.#place = {
      files: this.#files,
      root: this.#root,
      levels: () => this.#files.get("sketch", decodeSketch),
      load: this.#load,
      pause: pause ?? (() => new Promise((resolve) => setTimeout(resolve))),
      numbers: this.#numbers,
      fragmentOf: this.#fragmentOf,
      articlesOf: this.#articlesOf,
    };
  }

  prepare(extent: Preparation = "words"): void {
    const root = this.#files.load("root");
    if (extent === "root") return void root.catch(ignore);
    const first = Promise.all([this.#codes(), root, this.#words()]);
    const isForLogs = extent === "logs" && !errata.masker;
    first.then(() => Promise.all([this.#numbers(), isForLogs && this.#load("mask")])).catch(ignore);
  }

  expect(article: string): void {
    this.#fragmentOf(article).catch(ignore);
  }

  /** Answers a query; tries again if that fails, since the index may have been replaced while the page was open. */
  async ask(query: string, options: SearchOptions = {}): Promise<Answer> {
    try {
      return await this.#answer(query, options);
    } catch {
      this.forget();
      return this.#answer(query, options);
    }
  }

  forget(): void {
    this.#files.forget();
  }

  async complete(query: string): Promise<Card[]> {
    const { lookup } = await this.#codes();
    return this.#cardsOf(lookup.complete(cleanQuery(query)));
  }

  async find(query: string, typing: boolean, onCodes: (codes: string[]) => void = ignore): Promise<Findings> {
    const text = cleanQuery(query);
    if (!text) return NOTHING;
    // Every query for words needs these: they load while the codes do.
    if (!mayBeCode(text)) Promise.all([this.#files.load("root"), this.#words()]).catch(ignore);
    // 1. The query is read: codes, a log or words.
    const read = await this.#parse(text);
    const isOpen = read.kind === "words" && !read.codes.length;
    // 2. An article's number, however it is written, finds that article; what may be a code is looked up.
    const number = isOpen && (await this.#findNumber(read, Boolean(nameInAddress(text))));
    if (number) return { ...NOTHING, kind: "words", numbers: [number] };
    const parsed = isOpen ? await this.#parseUnknown(read) : read;
    onCodes(parsed.codes.slice(0, MOST_CARDS));
    // Families come beside the cards of near codes.
    for (const { family } of [...parsed.unknown, ...(parsed.alike ? [parsed.alike] : [])]) if (family) void this.#familyOf(family);
    if (isFound(parsed)) return parsed;
    if (parsed.kind === "words" || parsed.kind === "log") {
      this.#loadShards(parsed).catch(ignore);
      return (await this.#words()).find(parsed, typing, this.#place);
    }
    // 3. A code finds its articles and nothing else; near codes find theirs.
    const meant = parsed.alike?.codes ?? (parsed.codes.length ? parsed.codes : parsed.near);
    const words = tokenize(meant.join(" "), NOTHING.stem);
    return { ...NOTHING, ...parsed, numbers: await this.#articlesOf(meant), words };
  }

  async #answer(query: string, options: SearchOptions): Promise<Answer> {
    const { products = [], states = [], typing = false } = options;
    // Cards load while words are looked up.
    const findings = await this.find(query, typing, (codes) => void this.#cardsOf(codes).catch(ignore));
    const unknown = this.#describeUnknown(findings);
    const hidden = findings.hidden.map(hitOf);
    const inCards = await this.#hitsInCards(findings);
    const filters = { products, states };
    const numbers = await this.#filter(findings.numbers, filters, inCards);
    const pages = Math.ceil(numbers.length / PAGE);
    const page = Math.max(1, Math.min(options.page ?? 1, pages));
    const numbersOfPage = numbers.slice((page - 1) * PAGE, page * PAGE);
    // The hits of a card are there at once.
    const first = inCards.size ? PAGE : FIRST;
    const hitsOf = (some: string[]) => Promise.all(some.map((number) => this.#hitOf(number, findings, inCards)));
    const [described, hits, cards, near] = await Promise.all([
      unknown,
      hitsOf(numbersOfPage.slice(0, first)),
      this.#cardsOf(findings.codes.slice(0, MOST_CARDS)),
      Promise.all(findings.near.map((code) => this.#nearCodeOf(code))),
    ]);
    return {
      query,
      kind: findings.kind,
      cards: errata.words && findings.kind !== "code" ? errata.words.orderVariants(cards, hits) : cards,
      near,
      ...described,
      hits: page > 1 ? hits : [...hidden, ...hits],
      rest: async () => {
        const [others, labels] = await Promise.all([hitsOf(numbersOfPage.slice(first)), this.#labelsOf(findings.numbers, inCards)]);
        return { hits: others, labels };
      },
      numbers,
      total: numbers.length + hidden.length,
      page,
      pages,
    };
  }

  /** Reads a query. A long text is not a code: for a log without one, the codes are not even loaded. */
  async #parse(text: string): Promise<ParsedQuery> {
    if (isLog(text) && isLong(text) && !namesCode(text)) return this.#parseLog(text);
    const index = await this.#codes();
    const name = nameInAddress(text);
    const code = parseCode(name || text, index.lookup, name && text);
    if (code) return code;
    if (isLog(text)) {
      const codes = findNamedCodes(text, index.lookup);
      // Their cards come beside the masker.
      this.#articlesOf(codes).catch(ignore);
      return { ...(await this.#parseLog(text)), codes };
    }
    // The words of a title that is in an address; the hyphens of a number are its own.
    const title = /\p{Nd}/u.test(name) ? name : name.replace(/[-_+]+/g, " ");
    return parseLine(title || text, index.lookup, index.usual);
  }

  /** What may be a code and is none: the name of an article in no list, a word that articles have, or an unknown code. */
  async #parseUnknown(query: ParsedQuery): Promise<ParsedQuery | Findings> {
    const index = await this.#codes();
    if (!mayNameCode(query.text, query.telling) && !index.families.includes(query.text.toUpperCase())) return query;
    const hidden = await findHidden(query, index.hidden, this.#files);
    if (hidden.length) return { ...query, kind: "none", hidden };
    // Codes that begin so are shown with their articles and their family.
    const begun = index.lookup.withBeginning(query.text);
    if (begun.length) this.#articlesOf(begun).catch(ignore);
    const load = () => Promise.all([this.#familiesIn(query.text, index), errata.unknown || this.#load("search/unknown")]);
    // What looks like a known code, or like an exception, is hardly in an article: what is needed next comes beside.
    if (query.telling.some(isFailure) || index.lookup.hasAlike(query.telling.join(" "))) load().catch(ignore);
    // What is hardly a code is found by its words.
    else if (!begun.length && !isLoneCode(query.telling)) this.#loadShards(query).catch(ignore);
    const holders = await findHolders(query, index, this.#place);
    if (holders?.length) return describeHolders(query, holders);
    const [families] = await load();
    const parsed = errata.unknown?.parse(query, index, families) ?? query;
    // What must be known as a whole is in no article.
    return parsed.whole && holders ? { ...parsed, kind: "none" } : parsed;
  }

  /** The families of the codes that a text may name. */
  async #familiesIn(text: string, { starts }: CodeIndex): Promise<FamilyPattern[]> {
    const files = listPatternFiles(text, starts).map((name) => this.#files.get<FamilyPattern[]>(name));
    return (await Promise.all(files)).flat();
  }

  async #describeUnknown(findings: Findings): Promise<UnknownParts> {
    if (!(findings.unknown.length || findings.alike) || !errata.unknown) return { unknown: [], group: undefined };
    return errata.unknown.describe(findings, { familyOf: this.#familyOf, linkTo: (code) => this.#nearCodeOf(code) });
  }

  async #parseLog(text: string): Promise<ParsedQuery> {
    if (!errata.masker) {
      this.#loadShards({ text: readRoughly(text), rough: "" }).catch(ignore);
      await this.#load("mask");
    }
    // Masking may take long: what was typed is shown first.
    await this.#place.pause();
    return parseLog(text, errata.masker as Masker);
  }

  /** The article whose number a query is; empty for none. */
  async #findNumber({ text: whole, telling }: ParsedQuery, isAddress: boolean): Promise<string> {
    const text = telling.length === 1 ? telling[0] : whole;
    // "KA 19371" is one, too.
    const mayBeNumber = text.length <= LONGEST_NUMBER && (isAddress || (telling.length <= 2 && /\p{Nd}/u.test(text)));
    const key = mayBeNumber ? keyOf(text) : "";
    if (!key) return "";
    const numbers = await this.#numbers();
    const exact = numbers.find((number) => keyOf(number) === key);
    if (exact || !BARE.test(text)) return exact ?? "";
    const alike = numbers.filter((number) => digitsOf(number) === digitsOf(text));
    return alike.length === 1 ? alike[0] : "";
  }

  #familyOf = (family: string) => this.#files.get<FamilyCard>(`family/${family}`).catch(() => undefined);
  #load = (script: string) => errata.loadOnce(`${this.#base}assets/js/${script}.js`);
  #root = () => this.#files.get("root", decodeRoot);
  #codes = () => this.#files.get("codes", decodeCodes);
  #articles = () => this.#files.get("articles", decodeArticles);
  #uses = () => this.#files.get("uses", decodeUses);

  /** Loads the shards of a question beside the script that reads them. */
  async #loadShards(query: Pick<ParsedQuery, "text" | "rough">): Promise<void> {
    this.#words().catch(ignore);
    for (const name of listShards(query, await this.#root())) this.#files.load(name).catch(ignore);
  }

  async #words(): Promise<WordFinder> {
    if (!errata.words) await this.#load("search/words");
    return errata.words as WordFinder;
  }

  /** Returns the numbers of all articles, by their places. */
  #numbers = async () => (await this.#codes()).numbers ?? (await this.#articles()).numbers;

  /** Takes articles from the codes' cards, which are shown anyway, or else from the list of all. */
  #articlesOf = async (codes: string[]): Promise<string[]> => {
    const few = codes.length <= MOST_CARDS ? codes : [];
    const cards = await Promise.all(few.map((code) => this.#cardOf(code)));
    const uses = few.length === codes.length && cards.every(Boolean) ? undefined : await this.#uses();
    return [...new Set(codes.flatMap((code, at) => cards[at]?.articles ?? uses?.get(code) ?? []))];
  };

  /**
   * Returns the hits in the cards of the codes: where codes are asked for, their cards contain their articles' results.
   */
  async #hitsInCards({ codes, near, lines }: Findings): Promise<Map<string, Fragment>> {
    const shown = lines.size ? [] : [...codes.slice(0, MOST_CARDS), ...near];
    const cards = await Promise.all(shown.map((code) => this.#cardOf(code)));
    return new Map(cards.reverse().flatMap((card) => Object.entries(card?.hits ?? {})));
  }

  async #filter(numbers: string[], filters: Filters, inCards: Map<string, Fragment>): Promise<string[]> {
    if (!filters.products.length && !filters.states.length) return numbers;
    const all = await this.#labelsOf(numbers, inCards);
    return numbers.filter((_, at) => isWanted(all[at], filters));
  }

  /** Takes labels from the list, which has all, or from the few fragments that are shown anyway. */
  async #labelsOf(numbers: string[], inCards: Map<string, Fragment>): Promise<Labels[]> {
    if (numbers.length <= PAGE) {
      const fragments = await Promise.all(numbers.map((number) => inCards.get(number) ?? this.#fragmentOf(number)));
      return fragments.map(({ products, state = "" }) => ({ products: [...new Set(products)], state }));
    }
    const [all, { labels }] = await Promise.all([this.#numbers(), this.#articles()]);
    const places = new Map(all.map((number, place) => [number, place]));
    return numbers.map((number) => labels[places.get(number) ?? -1] ?? { products: [], state: "" });
  }

  async #fileOf(number: string): Promise<string> {
    if (isFileName(number)) return number;
    const [all, { files }] = await Promise.all([this.#numbers(), this.#articles()]);
    return files[all.indexOf(number)] ?? number;
  }

  #fragmentOf = async (number: string): Promise<Fragment> =>
    this.#files.get(`f/${await this.#fileOf(number)}`);

  async #hitOf(
    number: string,
    { codes, near, telling, lines, lineOf, words, stem }: Findings,
    inCards: Map<string, Fragment>,
  ): Promise<Hit> {
    const fragment = inCards.get(number) ?? (await this.#fragmentOf(number));
    const { title, products, state = "", updated, short, lines: all, unnumbered = false } = fragment;
    const meant = [...codes, ...near];
    const best = lines.get(number) || lineOf(fragment) || all.find((line) => meant.some((code) => line.includes(code)));
    const text = best && best !== title ? best : short || all[0] || "";
    const named = findHeading(fragment, telling.length === 1 ? [...meant, ...telling] : meant);
    const anchor = named || findAnchor(fragment, text);
    // A line of another section is about another code; text above the first heading is about all of them.
    const isOfAll = (text: string) => findAnchor(fragment, text) === "";
    const line = findAnchor(fragment, text) === anchor ? text : short || (all.find(isOfAll) ?? "");
    const href = `${this.#locale}/${await this.#fileOf(number)}/index.html${anchor && `#${encodeURIComponent(anchor)}`}`;
    const label = unnumbered ? "" : number;
    const [heading, excerpt] = [title, line].map((text) => markExcerpt(text, new Set(words), stem));
    return { number, label, title, heading, href, products, state, updated, excerpt, short };
  }

  /** Loads the cards of those codes that have a page. */
  async #cardsOf(codes: string[]): Promise<Card[]> {
    const cards = await Promise.all(codes.map((code) => this.#cardOf(code)));
    return cards.filter((card) => card?.href) as Card[];
  }

  async #cardOf(code: string): Promise<Card | undefined> {
    const file = (await this.#codes()).rows.get(code)?.file;
    return file ? this.#files.get<Card>(`c/${file}`).catch(() => undefined) : undefined;
  }

  /** A code without a page is searched for. Of most codes the name says where their page is, without a file. */
  async #nearCodeOf(code: string): Promise<NearCode> {
    const { kind, isHere } = (await this.#codes()).rows.get(code) ?? {};
    const hasOwnName = kind === "e" && isHere && isFileName(code);
    const page = hasOwnName ? `${this.#locale}/codes/${code}/index.html` : (await this.#cardOf(code))?.href;
    return { code, href: page || `${this.#locale}/search/index.html?q=${encodeURIComponent(code)}` };
  }
}

const isFound = (query: ParsedQuery | Findings): query is Findings => "numbers" in query;

/** Of a file that was asked for early: what awaits it reports its failure. */
const ignore = () => {};

/** Returns the id of the heading that has one of the codes; empty for none. */
function findHeading({ headings = [] }: Fragment, codes: string[]): string {
  // "KB313" of "kb313-a-row" yes; of "kb3130" no.
  const isIn = (id: string, code: string) => new RegExp(`(?<!\\p{Nd})${keyOf(code)}(?!\\p{Nd})`, "u").test(keyOf(id));
  return headings.find((id) => codes.some((code) => /\p{Nd}/u.test(code) && isIn(id, code))) ?? "";
}

/** Returns the id of the heading above a line; empty for the title and for text above the first heading. */
function findAnchor({ lines, sections }: Fragment, line: string): string {
  let remaining = lines.indexOf(line);
  for (let index = 0; remaining >= 0 && index < sections.length; index += 2) {
    remaining -= sections[index + 1] as number;
    if (remaining < 0) return sections[index] as string;
  }
  return "";
}

/** Returns the digits at the end of a number, without leading zeros. */
function digitsOf(number: string): string {
  return number.replace(/^.*?0*(\d*)$/, "$1");
}
