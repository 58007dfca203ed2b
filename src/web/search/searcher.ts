/** Answers queries from an index: in the search box, on the search page and for `errata search`. */

import { runScript } from "../loader.ts";
import type { Masker } from "../messages/mask.ts";
import { errata } from "../shared.ts";
import { keyOf } from "./codes.ts";
import { mayNameCode } from "./pieces.ts";
import { markExcerpt } from "./excerpt.ts";
import { isWanted } from "./filter.ts";
import {
  EMPTY_QUERY,
  cleanQuery,
  findNamedCodes,
  hideValues,
  isLog,
  isLong,
  nameInAddress,
  namesCode,
  parseCode,
  parseLine,
  parseLog,
} from "./query.ts";
import { createPassageScorer, orderByScore, rankArticles } from "./rank.ts";
import { cutTail, isFaint } from "./relevance.ts";
import { openIndex } from "./store.ts";
import { IndexReader, findTerms } from "./terms.ts";
import { mayBeCode } from "../text.ts";
import { tokenize } from "./tokens.ts";
import type {
  Answer,
  Card,
  CardVariant,
  CodeIndex,
  Filters,
  Findings,
  Fragment,
  Hit,
  IndexFiles,
  Labels,
  NearCode,
  Operators,
  ParsedQuery,
  QueryTerm,
  SearchOptions,
  SearchPlace,
  Searcher,
  Stem,
  UnknownParts,
} from "./types.ts";

// Hits of one page of results.
const PAGE = 10;
// Codes whose cards are shown above the results.
const MOST_CARDS = 5;
// What is longer is not meant as a number.
const LONGEST_NUMBER = 40;
// Results that are shown first, and ordered by their lines, each of which is a file: as many as a browser fetches at
// once over HTTP/1.1. Ten give the same first answer to every labelled question (bench/search_engine.py).
const FIRST = 6;
// Articles that are ordered by how they quote a log: with six .917 instead of .932 of 192 English lines have the right
// first answer.
const FIRST_OF_LOG = 10;
// A number that is its own file name, as `safe_segment` has it in Python: "KA-19371" yes; "con", ".a" and "a b" no.
const SAFE = /^(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))(?![.-])[a-z0-9._-]{1,100}(?<![.-])$/i;

// A question with quotes, or with words to leave out: "\"not found\"" and "crop -video" yes; "well-known" no.
const DEMANDING = /["\u201c\u201d\u201e\xab]|\s-\p{L}/u;

// The digits of a number without what stands before them: "4014346" yes; "1603" no, which is rather an error's.
const BARE = /^\d{5,}$/;

const NOTHING: Findings = {
  ...EMPTY_QUERY,
  numbers: [],
  lines: new Map(),
  lineOf: () => "",
  words: [],
  stem: (word) => word,
};

export class IndexSearcher implements Searcher {
  #base: string;
  #locale: string;
  #files: IndexFiles;
  #pause: () => Promise<void>;

  constructor({ base, locale, load, pause }: SearchPlace) {
    this.#base = base;
    this.#locale = locale;
    this.#files = openIndex(`${base}search/${locale}/`, load);
    this.#pause = pause ?? (() => new Promise((resolve) => setTimeout(resolve)));
  }

  prepare(): void {
    const first = Promise.all([this.#files.codes(), this.#files.root()]);
    first.then(() => this.#numbers()).catch(ignore);
  }

  /** Asks twice: the first time the index may have been replaced while the page was open. */
  async ask(query: string, options: SearchOptions = {}): Promise<Answer> {
    try {
      return await this.#answer(query, options);
    } catch {
      this.#files.forget();
      return this.#answer(query, options);
    }
  }

  async complete(query: string): Promise<Card[]> {
    const { lookup } = await this.#files.codes();
    return this.#cardsOf(lookup.complete(cleanQuery(query)));
  }

  async find(query: string, typing: boolean, onCodes: (codes: string[]) => void = ignore): Promise<Findings> {
    const text = cleanQuery(query);
    if (!text) return NOTHING;
    // Every query for words needs it: it comes while the codes do.
    if (!mayBeCode(text)) this.#files.root().catch(ignore);
    // 1. The query is read: a code, near codes, a log or words.
    const parsed = await this.#parse(text);
    onCodes(parsed.codes.slice(0, MOST_CARDS));
    // 2. An article's number, however it is written, finds that article.
    const isForWords = parsed.kind === "words" || parsed.kind === "log";
    const [number, words] = await Promise.all([
      parsed.codes.length ? "" : this.#findNumber(parsed, Boolean(nameInAddress(text))),
      isForWords ? this.#findWords(parsed, typing) : undefined,
    ]);
    if (number) return { ...NOTHING, kind: "words", numbers: [number] };
    if (words) return words;
    // 3. A code finds its articles and nothing else; near codes find theirs.
    const meant = parsed.alike?.codes ?? (parsed.codes.length ? parsed.codes : parsed.near);
    const asked = tokenize(meant.join(" "), NOTHING.stem);
    return { ...NOTHING, ...parsed, numbers: await this.#articlesOf(meant), words: asked };
  }

  async #answer(query: string, options: SearchOptions): Promise<Answer> {
    const { products = [], states = [], typing = false } = options;
    // Cards come while words are looked up.
    const found = await this.find(query, typing, (codes) => void this.#cardsOf(codes).catch(ignore));
    const unknown = this.#describeUnknown(found);
    const held = await this.#hitsInCards(found);
    const filters = { products, states };
    const numbers = await this.#filter(found.numbers, filters, held);
    const pages = Math.ceil(numbers.length / PAGE);
    const page = Math.max(1, Math.min(options.page ?? 1, pages));
    const shown = numbers.slice((page - 1) * PAGE, page * PAGE);
    // Those of a card are there at once.
    const first = held.size ? PAGE : FIRST;
    const hitsOf = (some: string[]) => Promise.all(some.map((number) => this.#hitOf(number, found, held)));
    const [{ hidden, ...described }, hits, cards, near] = await Promise.all([
      unknown,
      hitsOf(shown.slice(0, first)),
      this.#cardsOf(found.codes.slice(0, MOST_CARDS)),
      Promise.all(found.near.map((code) => this.#nearCodeOf(code))),
    ]);
    return {
      query,
      kind: found.kind,
      cards: found.kind === "code" ? cards : cards.map((card) => orderVariants(card, hits)),
      near,
      ...described,
      hits: page > 1 ? hits : [...hidden, ...hits],
      rest: async () => {
        const [others, labels] = await Promise.all([hitsOf(shown.slice(first)), this.#labelsOf(found.numbers, held)]);
        return { hits: others, labels };
      },
      numbers,
      total: numbers.length + hidden.length,
      page,
      pages,
    };
  }

  /** A long text is not a code: for a log without one, the codes are not even loaded. */
  async #parse(text: string): Promise<ParsedQuery> {
    if (isLog(text) && isLong(text) && !namesCode(text)) return this.#parseLog(text);
    const index = await this.#files.codes();
    const name = nameInAddress(text);
    const code = parseCode(name || text, index.lookup, name && text);
    if (code) return code;
    if (isLog(text)) return { ...(await this.#parseLog(text)), codes: findNamedCodes(text, index.lookup) };
    // The words of a title that is in an address; the hyphens of a number are its own.
    const asked = /\p{Nd}/u.test(name) ? name : name.replace(/[-_+]+/g, " ");
    const parsed = parseLine(asked || text, index.lookup, index.usual);
    const mayBeUnknown = mayNameCode(parsed.text, parsed.telling) || index.families.includes(parsed.text.toUpperCase());
    return !parsed.codes.length && mayBeUnknown ? this.#parseUnknown(parsed, index) : parsed;
  }

  async #parseUnknown(query: ParsedQuery, index: CodeIndex): Promise<ParsedQuery> {
    const script = errata.unknown ? undefined : runScript(`${this.#base}assets/js/search/unknown.js`);
    const [table] = await Promise.all([this.#files.unknown(), script]);
    return errata.unknown?.parse(query, index, table) ?? query;
  }

  async #describeUnknown(found: Findings): Promise<UnknownParts> {
    const isUnknown = found.unknown.length || found.hidden.length || found.alike;
    if (!isUnknown || !errata.unknown) return { unknown: [], group: undefined, hidden: [] };
    const { rows } = await this.#files.codes();
    const familyOf = (family: string) => this.#files.family(family).catch(() => undefined);
    const linkTo = (code: string) => this.#nearCodeOf(code);
    return errata.unknown.describe(found, { rows, familyOf, linkTo, folder: this.#locale });
  }

  async #parseLog(text: string): Promise<ParsedQuery> {
    if (!errata.masker) await runScript(`${this.#base}assets/js/mask.js`);
    // Masking may take long: first, what was typed is shown.
    await this.#pause();
    return parseLog(text, errata.masker as Masker);
  }

  /** The article whose number a query is; empty for none. */
  async #findNumber({ kind, text: whole, telling }: ParsedQuery, isAddress: boolean): Promise<string> {
    const text = telling.length === 1 ? telling[0] : whole;
    const mayBeNumber = text.length <= LONGEST_NUMBER && kind !== "log" && (isAddress || /\p{Nd}/u.test(text));
    const key = mayBeNumber ? keyOf(text) : "";
    if (!key) return "";
    const numbers = await this.#numbers();
    const exact = numbers.find((number) => keyOf(number) === key);
    if (exact || !BARE.test(text)) return exact ?? "";
    const alike = numbers.filter((number) => digitsOf(number) === digitsOf(text));
    return alike.length === 1 ? alike[0] : "";
  }

  /** With `isPlain`, signs around words mean nothing. */
  async #findWords(query: ParsedQuery, typing: boolean, isPlain = query.kind === "log"): Promise<Findings> {
    const root = await this.#files.root();
    this.#numbers().catch(ignore);
    const index = new IndexReader(this.#files, root, this.#pause);
    const isLog = query.kind === "log";
    const operators = isPlain ? undefined : await this.#readOperators(query.text, root.stem);
    if (operators?.excluded.length) {
      const plain = await this.#findWords(query, typing, true);
      const best = plain.numbers.slice(0, FIRST).map((number) => this.#fragmentOf(number));
      if (errata.operators?.isQuoted(operators, await Promise.all(best))) return plain;
    }
    const tokens = tokenize(operators?.text ?? query.text, root.stem);
    // 4. Of its distinct words, the rarest name the shards to open. Words that are not there are corrected.
    let terms = await findTerms(query, tokens, index, typing);
    // 5. If that finds nothing, the last word may be the beginning of one, as it may while it is typed.
    if (!terms.length && !query.whole) terms = await findTerms(query, tokens, index, true);
    // 6. Articles of a code with a number come first; a name such as `TypeError` has too many of them.
    const numbered = query.codes.filter((code) => /\p{Nd}/u.test(code));
    const first = await this.#articlesOf([...numbered, ...(query.alike?.codes ?? [])]);
    // 7. A lone piece that looks like a code must be known as a whole, and finds the articles that have it.
    const whole = tokenize(query.whole.slice(query.whole.lastIndexOf(".") + 1), root.stem);
    const holders = terms.length ? await errata.unknown?.findHolders(whole, index) : [];
    if (holders && !holders.length) {
      return { ...NOTHING, ...query, kind: "none", codes: [], words: tokens };
    }
    await index.yieldToPage();
    // 8. Articles are ranked by their words, the best of them again by their lines.
    const all = await this.#numbers();
    const wanted = { isLog, operators, holders };
    const ranked = await this.#rank(terms, tokens, wanted, index, all);
    const { places, lines, words, lineOf } = ranked;
    // 9. A question that even the best of them hardly answers is about something else.
    const asked = { terms, unknown: index.findUnknown(tokens, terms), rarest: root.rarities[0] };
    if (!isLog && !first.length && (!places.length || isFaint(asked, places[0], ranked.score))) {
      return { ...NOTHING, ...query, kind: "none", words: tokens };
    }
    const numbers = places.map((place) => all[place]);
    // A log says more than its code: of the code's articles, the one that quotes its message is meant.
    const meant = isLog ? numbers : numbers.filter((number) => first.includes(number));
    // Of a name that articles mention nobody needs to be told that none explains it.
    const unknown = query.whole ? [] : query.unknown;
    const found = [...new Set([...meant, ...first, ...numbers])];
    return { ...query, unknown, numbers: found, lines, lineOf, words, stem: root.stem };
  }

  async #rank(
    terms: QueryTerm[],
    tokens: string[],
    { isLog, operators, holders }: { isLog: boolean; operators: Operators | undefined; holders: number[] | undefined },
    index: IndexReader,
    numbers: string[],
  ) {
    const ranked = rankArticles(terms, isLog);
    const held = holders ? new Map(holders.map((place) => [place, ranked.get(place) ?? 0])) : ranked;
    const demanded = operators && errata.operators;
    const scores = demanded ? await demanded.limitScores(held, operators, index) : held;
    const ordered = cutTail(orderByScore(scores), scores);
    const first = isLog ? FIRST_OF_LOG : FIRST;
    const best = ordered.slice(0, first);
    const corrections = new Map(terms.map(({ token, matches: [match] }) => [token, match]));
    const words = tokens.map((token) => corrections.get(token)?.word ?? token);
    const rarities = new Map(terms.map(({ matches: [match] }) => [match.word, match.rarity * match.weight]));
    const { masker } = errata;
    const readLine = isLog && masker ? (line: string) => hideValues(line, masker) : undefined;
    const scorePassages = createPassageScorer(words, rarities, isLog, index.root.stem, readLine);
    const fragments = await Promise.all(best.map((place) => this.#fragmentOf(numbers[place])));
    const lines = new Map<string, string>();
    const final = new Map<number, number>();
    for (const [at, place] of best.entries()) {
      await index.yieldToPage();
      const { factor, line } = scorePassages(fragments[at]);
      lines.set(numbers[place], line);
      const split = (text: string) => tokenize(text, index.root.stem);
      const ofPhrases = demanded?.weighPhrases(fragments[at], operators as Operators, split) ?? 1;
      final.set(place, (scores.get(place) ?? 0) * factor * ofPhrases);
    }
    const places = [...orderByScore(final), ...ordered.slice(first)];
    const lineOf = (fragment: Fragment) => scorePassages(fragment).line;
    return { places, lines, words, lineOf, score: final.get(places[0]) ?? 0 };
  }

  async #readOperators(text: string, stem: Stem): Promise<Operators | undefined> {
    if (!DEMANDING.test(text)) return undefined;
    if (!errata.operators) await runScript(`${this.#base}assets/js/search/operators.js`);
    return errata.operators?.readOperators(text, (some) => tokenize(some, stem));
  }

  /** Of all articles, by their places. */
  async #numbers(): Promise<string[]> {
    return (await this.#files.codes()).numbers ?? (await this.#files.articles()).numbers;
  }

  async #articlesOf(codes: string[]): Promise<string[]> {
    if (!codes.length) return [];
    const { rows } = await this.#files.codes();
    return [...new Set(codes.flatMap((code) => rows.get(code)?.articles ?? []))];
  }

  /** Where codes are asked for, their cards have their articles' results. */
  async #hitsInCards({ codes, near, lines }: Findings): Promise<Map<string, Fragment>> {
    const asked = lines.size ? [] : [...codes.slice(0, MOST_CARDS), ...near];
    const cards = await Promise.all(asked.map((code) => this.#cardOf(code)));
    return new Map(cards.reverse().flatMap((card) => Object.entries(card?.hits ?? {})));
  }

  async #filter(numbers: string[], filters: Filters, held: Map<string, Fragment>): Promise<string[]> {
    if (!filters.products.length && !filters.states.length) return numbers;
    const all = await this.#labelsOf(numbers, held);
    return numbers.filter((_, at) => isWanted(all[at], filters));
  }

  /** Out of the list, which has all, or out of the few fragments that are shown anyway. */
  async #labelsOf(numbers: string[], held: Map<string, Fragment>): Promise<Labels[]> {
    if (numbers.length <= PAGE) {
      const fragments = await Promise.all(numbers.map((number) => held.get(number) ?? this.#fragmentOf(number)));
      return fragments.map(({ products, state = "" }) => ({ products: [...new Set(products)], state }));
    }
    const [all, { labels }] = await Promise.all([this.#numbers(), this.#files.articles()]);
    const places = new Map(all.map((number, place) => [number, place]));
    return numbers.map((number) => labels[places.get(number) ?? -1] ?? { products: [], state: "" });
  }

  async #fileOf(number: string): Promise<string> {
    if (SAFE.test(number)) return number;
    const [all, { files }] = await Promise.all([this.#numbers(), this.#files.articles()]);
    return files[all.indexOf(number)] ?? number;
  }

  async #fragmentOf(number: string): Promise<Fragment> {
    return this.#files.fragment(await this.#fileOf(number));
  }

  async #hitOf(
    number: string,
    { codes, near, lines, lineOf, words, stem }: Findings,
    held: Map<string, Fragment>,
  ): Promise<Hit> {
    const fragment = held.get(number) ?? (await this.#fragmentOf(number));
    const { title, products, state = "", updated, short, lines: all, unnumbered = false } = fragment;
    const meant = [...codes, ...near];
    const best = lines.get(number) || lineOf(fragment) || all.find((line) => meant.some((code) => line.includes(code)));
    const line = best && best !== title ? best : short || all[0] || "";
    const anchor = findAnchor(fragment, line);
    const href = `${this.#locale}/${await this.#fileOf(number)}/index.html${anchor && `#${encodeURIComponent(anchor)}`}`;
    const label = unnumbered ? "" : number;
    const [heading, excerpt] = [title, line].map((text) => markExcerpt(text, new Set(words), stem));
    return { number, label, title, heading, href, products, state, updated, excerpt, short };
  }

  /** Of those that have a page. */
  async #cardsOf(codes: string[]): Promise<Card[]> {
    const cards = await Promise.all(codes.map((code) => this.#cardOf(code)));
    return cards.filter((card) => card?.href) as Card[];
  }

  async #cardOf(code: string): Promise<Card | undefined> {
    const file = (await this.#files.codes()).rows.get(code)?.file;
    return file ? this.#files.card(file).catch(() => undefined) : undefined;
  }

  /** A code without a page is searched for. */
  async #nearCodeOf(code: string): Promise<NearCode> {
    const card = await this.#cardOf(code);
    return { code, href: card?.href || `${this.#locale}/search/index.html?q=${encodeURIComponent(code)}` };
  }
}

/**
 * Those of the articles that fit the query best come first: a message was pasted with its code. A card has the first
 * few; what the best article says of the message is made of its result.
 */
function orderVariants(card: Card, hits: Hit[]): Card {
  if (!card.variants || !hits.length) return card;
  const pages = hits.map(({ href }) => href.split("#")[0]);
  // As an unsigned number, no place is the last.
  const placeOf = ({ href }: CardVariant) => pages.indexOf(href) >>> 0;
  const variants = [...card.variants].sort((one, other) => placeOf(one) - placeOf(other));
  const [{ number, excerpt, href, short }] = hits;
  if (placeOf(variants[0]) && card.articles.includes(number)) {
    variants.unshift({ message: excerpt.map(({ text }) => text).join(""), solution: [short], href, anchor: "" });
    variants.pop();
  }
  return { ...card, variants };
}

/** Of a file that was asked for early: what awaits it reports its failure. */
const ignore = () => {};

/** Id of the heading above a line; empty for the title and what stands above the first heading. */
function findAnchor({ lines, sections }: Fragment, line: string): string {
  let left = lines.indexOf(line);
  for (let at = 0; left >= 0 && at < sections.length; at += 2) {
    left -= sections[at + 1] as number;
    if (left < 0) return sections[at] as string;
  }
  return "";
}

/** The digits at the end of a number, without zeros before them. */
function digitsOf(number: string): string {
  return number.replace(/^.*?0*(\d*)$/, "$1");
}
