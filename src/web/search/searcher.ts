/** Answers queries from an index: in the search box, on the search page and for `errata search`. */

import { errata } from "../shared.ts";
import { cleanQuery, isFileName, isLong, mayBeCode } from "../text.ts";
import { keyOf } from "./codes.ts";
import { decodeArticles, decodeCodes, decodeUses } from "./decode.ts";
import { markExcerpt } from "./excerpt.ts";
import { isWanted } from "./filter.ts";
import { EMPTY_QUERY, NOTHING, isFound } from "./nothing.ts";
import { openIndex } from "./store.ts";
import { tokenize } from "./tokens.ts";
import type {
  Answer,
  Card,
  FamilyCard,
  Filters,
  Findings,
  Fragment,
  Hit,
  IndexFiles,
  Labels,
  NearCode,
  ParsedQuery,
  Preparation,
  QuestionPlace,
  QuestionReader,
  SearchOptions,
  SearchPlace,
  UnknownParts,
  WordFinder,
} from "./types.ts";

// How many hits a page of results has.
const PAGE = 10;
// How many codes have their cards shown above the results.
const MOST_CARDS = 5;
// How many results are shown first, each of which is a file: as many as a browser fetches at once over HTTP/1.1.
const FIRST = 6;

export class IndexSearcher {
  #base: string;
  #locale: string;
  #files: IndexFiles;
  #place: QuestionPlace;

  constructor({ base, locale, load, pause }: SearchPlace) {
    this.#base = base;
    this.#locale = locale;
    this.#files = openIndex(`${base}search/${locale}/`, load);
    this.#place = {
      files: this.#files,
      load: this.#load,
      pause: pause ?? (() => new Promise((resolve) => setTimeout(resolve))),
      codes: this.#codes,
      words: this.#words,
      familyOf: this.#familyOf,
      numbers: this.#numbers,
      fragmentOf: this.#fragmentOf,
      articlesOf: this.#articlesOf,
    };
  }

  /** Starts loading what queries need, for a reader who comes to a search box. */
  prepare(extent: Preparation = "words"): void {
    const root = this.#files.load("root");
    if (extent === "root") return void root.catch(ignore);
    const first = Promise.all([this.#codes(), root, this.#questions(), this.#words()]);
    const isForLogs = extent === "logs" && !errata.masker;
    first.then(() => Promise.all([this.#numbers(), isForLogs && this.#load("mask")])).catch(ignore);
  }

  /** Starts loading the result of an article, by the name of its folder. */
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

  /** Requests the files of the index again, because they have changed. */
  forget(): void {
    this.#files.forget();
  }

  /** Returns the codes that a text may become, for a box that is being typed into: at most five. */
  async complete(query: string): Promise<Card[]> {
    const { lookup } = await this.#codes();
    return this.#cardsOf(lookup.complete(cleanQuery(query)));
  }

  /** Finds articles without the files that only a page shows: this is what `errata search` uses. */
  async find(query: string, typing: boolean, onCodes: (codes: string[]) => void = ignore): Promise<Findings> {
    const text = cleanQuery(query);
    if (!text) return NOTHING;
    // Every query for words needs these: they load while the codes do.
    if (!mayBeCode(text)) Promise.all([this.#files.load("root"), this.#questions(), this.#words()]).catch(ignore);
    // A long text is not a code.
    const codes = isLong(text) ? [] : (await this.#codes()).lookup.find(text).matches;
    onCodes(codes.slice(0, MOST_CARDS));
    const read: ParsedQuery | Findings = codes.length
      ? { ...EMPTY_QUERY, kind: "code", text, codes }
      : await (await this.#questions()).find(text, typing, this.#place, onCodes);
    if (isFound(read)) return read;
    // A code finds its articles and nothing else; near codes find theirs.
    const meant = read.alike?.codes ?? (read.codes.length ? read.codes : read.near);
    const words = tokenize(meant.join(" "), NOTHING.stem);
    return { ...NOTHING, ...read, numbers: await this.#articlesOf(meant), words };
  }

  async #answer(query: string, options: SearchOptions): Promise<Answer> {
    const { products = [], states = [], typing = false } = options;
    // Cards load while words are looked up.
    const findings = await this.find(query, typing, (codes) => void this.#cardsOf(codes).catch(ignore));
    const unknown = this.#describeUnknown(findings);
    const inCards = await this.#hitsInCards(findings);
    const filters = { products, states };
    const numbers = await this.#filter(findings.numbers, filters, inCards);
    const pages = Math.ceil(numbers.length / PAGE);
    const page = Math.max(1, Math.min(options.page ?? 1, pages));
    const numbersOfPage = numbers.slice((page - 1) * PAGE, page * PAGE);
    // The hits of a card are there at once.
    const first = inCards.size ? PAGE : FIRST;
    const hitsOf = (some: string[]) => Promise.all(some.map((number) => this.#hitOf(number, findings, inCards)));
    const [described, hits, nearest, cards, near] = await Promise.all([
      unknown,
      hitsOf(numbersOfPage.slice(0, first)),
      this.#filter(findings.nearest, filters, inCards).then(hitsOf),
      this.#cardsOf(findings.codes.slice(0, MOST_CARDS)),
      Promise.all(findings.near.map((code) => this.#nearCodeOf(code))),
    ]);
    return {
      query,
      kind: findings.kind,
      cards: errata.words && findings.kind !== "code" ? errata.words.orderVariants(cards, hits) : cards,
      near,
      ...described,
      hits: page > 1 ? hits : [...findings.hidden, ...hits],
      rest: async () => {
        const [others, labels] = await Promise.all([hitsOf(numbersOfPage.slice(first)), this.#labelsOf(findings.numbers, inCards)]);
        return { hits: others, labels };
      },
      nearest,
      absent: findings.absent,
      numbers,
      total: numbers.length + findings.hidden.length,
      page,
      pages,
    };
  }

  async #describeUnknown(findings: Findings): Promise<UnknownParts> {
    if (!(findings.unknown.length || findings.alike) || !errata.unknown) return { unknown: [], group: undefined };
    return errata.unknown.describe(findings, { familyOf: this.#familyOf, linkTo: (code) => this.#nearCodeOf(code) });
  }

  #familyOf = (family: string) => this.#files.get<FamilyCard>(`family/${family}`).catch(() => undefined);
  #load = (script: string) => errata.loadOnce(`${this.#base}assets/js/${script}.js`);
  #codes = () => this.#files.get("codes", decodeCodes);
  #articles = () => this.#files.get("articles", decodeArticles);
  #uses = () => this.#files.get("uses", decodeUses);

  async #questions(): Promise<QuestionReader> {
    if (!errata.questions) await this.#load("search/questions");
    return errata.questions!;
  }

  #words = async (): Promise<WordFinder> => {
    if (!errata.words) await this.#load("search/words");
    return errata.words!;
  };

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
    const { title, products, state = "", updated, lines: all, unnumbered = false } = fragment;
    const meant = [...codes, ...near];
    const best = lines.get(number) || lineOf(fragment) || all.find((line) => meant.some((code) => line.includes(code)));
    const text = best && best !== title ? best : fragment.short || all[0] || "";
    const named = findHeading(fragment, telling.length === 1 ? [...meant, ...telling] : meant);
    const anchor = named || findAnchor(fragment, text);
    const short = fragment.resolutions?.[anchor] ?? fragment.short;
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
