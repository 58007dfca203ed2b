/** Finds the index word for each word of a query: the word itself, or what it may have been. */

import { errata } from "../shared.ts";
import { createYielder } from "../yielding.ts";
import { isLongWord, matchHeaviest } from "./corrections.ts";
import type { Correction, LostWord } from "./corrections.ts";
import { decodePosting, decodeShard, weighTotals } from "./decode_words.ts";
import { editVariants } from "./edits.ts";
import { DEPTH, bisect, distinctWords } from "./index_root.ts";
import { orderByScore, rankArticles } from "./rank.ts";
import { isPair, overlaps, weighByScript } from "./telling.ts";
import { spellings } from "./splitting.ts";
import type { Guesser, IndexRoot, Level, ParsedQuery, QueryTerm, Shard, TermMatch, WordsPlace } from "./types.ts";

// What is said here of labelled queries was measured with bench/search_engine.py; now nDCG is 0.986.

// A query with so few telling words may need the sketch, which is then loaded early. With more words, it would be loaded
// in vain more often.
const FEW = 2;
// Misspelled words that are corrected in one query: each may open three shards more. Two and eight change nothing.
const MOST_CORRECTED = 4;
// The same for pairs of letters, where of the articles that the first six find the second best has as much as this of
// the best one's score: half of the Japanese questions. Without, seven or eight of ten that people wrote are answered.
const UNCLEAR = 0.8;
// Or where the best one has less than this share of the pairs that were looked up: the rarest are often of two words that
// meet, "期后" and "有宽" of "试用到期后还有宽限期吗". Of 30 questions that people would ask .90 have the right first
// answer, without .80.
const LEAST_COVERED = 0.5;
const MOST_IF_UNCLEAR = 12;
// How many articles are ordered by their lines, each of which is a file: as many as a browser fetches at once over
// HTTP/1.1. Ten give the same first answer to every labelled question (bench/search_engine.py).
export const FIRST = 6;
// A number that no article has is a value and says nothing of what is asked: "3364" and "6.5" yes; "3e5" no.
const VALUE = /^[\d.]+$/;
// "office365" and "sp11", which articles may write apart; not "v7" and "ka19371": a longer number belongs to one thing.
const NUMBERED_NAME = /^(\p{L}{2,})(\p{Nd}{2,4})$/u;
// What a pair of letters counts that fewer articles have than the pairs it shares its letters with: there two words meet,
// "题需" of "问题需要", or a word and its ending. Of 100 questions in Chinese, Japanese and Korean that people would ask
// .67 have the right first answer and .83 one of the first five, with 1 .64 and .82. With 0.1 one labelled question is lost.
const BORDER_WEIGHT = 0.3;
// "ca" of "google ca", on the way to "google calendar": not "cal", "11", "9x" and a pair of Japanese letters, which is a word.
const VAGUE = /^\p{Ll}{1,2}$/u;
// What such a word counts: two articles have "ca", so that it would be the rarest of the query.
const OF_VAGUE = 0.3;
// Less than a frame of 16 ms, so that typing stays smooth.
const PATIENCE = 12; // ms

/** What one query reads of the index: a shard counts for the query from the moment it is opened. */
export class IndexReader {
  root: IndexRoot;
  /** The weight of a word by how many articles have it, from the rarest on. */
  rarities: number[];
  /** The articles of an unclear question that seemed to be the best before all of its shards were open. */
  early: number[] = [];
  yieldToPage: () => Promise<void> | undefined;
  #place: WordsPlace;
  #totals: number[];
  #shards = new Map<number, Shard>();

  constructor(place: WordsPlace, root: IndexRoot) {
    this.root = root;
    this.yieldToPage = createYielder(PATIENCE, place.pause);
    this.#place = place;
    const { totals, rarities } = weighTotals(root.articles);
    this.#totals = totals;
    this.rarities = rarities;
  }

  /** Opens the shards that would contain the words. */
  async open(words: string[]): Promise<void> {
    await this.openShards(words.map(this.root.shardOf));
  }

  async openShards(places: number[]): Promise<void> {
    const missing = [...new Set(places)].filter((at) => !this.#shards.has(at) && this.root.shardName(at));
    const shards = await Promise.all(missing.map((at) => this.#place.files.get(this.root.shardName(at), decodeShard)));
    missing.forEach((place, at) => this.#shards.set(place, shards[at]));
  }

  /** Opens more shards for an unclear question; beside them load the articles that seem to be the best so far. */
  async openBeside(words: string[], ordered: number[]): Promise<void> {
    this.early = ordered.slice(0, FIRST);
    const { numbers, fragmentOf } = this.#place;
    numbers().then((all) => Promise.all(this.early.map((place) => fragmentOf(all[place])))).catch(() => {});
    await this.open(this.root.chooseTelling(words, MOST_IF_UNCLEAR));
  }

  /** Whether a word says nothing; where its shard is closed, whether most articles have it. */
  isStopWord(word: string): boolean {
    return this.match(word, 1)?.posting.isStopWord ?? this.root.commonness(word) === DEPTH;
  }

  isOpen(word: string): boolean {
    return this.#shards.has(this.root.shardOf(word));
  }

  /** Loads how common any word seems to be, from a file that is loaded only for this. */
  loadLevels(): Promise<Level> {
    return this.#place.levels();
  }

  async loadGuesser(): Promise<Guesser> {
    if (!errata.guesser) await this.#place.load("search/guess");
    return errata.guesser as Guesser;
  }

  /** Returns the words that no article has, as far as their shards are open. */
  findUnknown(tokens: string[], terms: QueryTerm[]): string[] {
    const queried = new Set(terms.map(({ token }) => token));
    // A pair of letters between two known ones is where two words meet.
    const isBorder = (at: number) => isPair(tokens[at]) && queried.has(tokens[at - 1]) && queried.has(tokens[at + 1]);
    // Shards that a correction opened have words that are no terms: articles use "im", though no term stands for it.
    const isLost = (word: string) => !queried.has(word) && !VALUE.test(word) && this.isOpen(word) && !this.match(word, 1);
    const lost = tokens.filter((word, at) => isLost(word) && !isBorder(at));
    return [...new Set(lost)];
  }

  /** Returns the words with this beginning, from the shards that would contain the first and the last of them. */
  async findBeginning(start: string): Promise<string[]> {
    const places = [...new Set([this.root.shardOf(start), this.root.shardOf(`${start}\uffff`)])];
    await this.openShards(places);
    const words = places.flatMap((place) => [...(this.#shards.get(place)?.keys() ?? [])]);
    return words.filter((word) => word.startsWith(start));
  }

  /** Returns the match of a word, if its shard is open and contains it. */
  match(word: string, weight: number): TermMatch | undefined {
    const text = this.#shards.get(this.root.shardOf(word))?.get(word);
    if (text === undefined) return undefined;
    const posting = decodePosting(text);
    return { word, posting, rarity: this.rarities[bisect(this.#totals, posting.total) - 1], weight };
  }
}

/** Returns the last word of several, if it is so short that it may begin any word while it is typed. */
export function findVague(tokens: string[]): string | undefined {
  const last = tokens.at(-1) ?? "";
  return tokens.length > 1 && VAGUE.test(last) ? last : undefined;
}

/** Finds the terms of a query, in its order. With `typing`, its last word may be unfinished. */
export async function findTerms(
  { kind, text, rough, whole }: ParsedQuery,
  tokens: string[],
  index: IndexReader,
  typing: boolean,
): Promise<QueryTerm[]> {
  const { commonness, stem } = index.root;
  const unfinished = typing && tokens.at(-1);
  const distinct = distinctWords(tokens);
  const spelled = kind === "log" ? new Map<string, string>() : spellings(text, stem);
  const telling = index.root.chooseFirst(distinct, rough);
  // A short query may need the sketch and the guesser for a misspelled word: they load beside the shards.
  const mayBeWrong = telling.some((token) => spelled.has(token) && !commonness(token));
  if (!whole && mayBeWrong && telling.length <= FEW) Promise.all([index.loadLevels(), index.loadGuesser()]).catch(() => {});
  if (unfinished) index.loadGuesser().catch(() => {});
  // Only the shards of telling words are fetched, but every word in one of them counts.
  await index.open(telling);
  let terms = matchAll(distinct, index);
  const isLog = kind === "log";
  if (telling.some(isPair) && isUnclear(terms, telling, isLog)) {
    await index.openBeside(distinct, orderByScore(rankArticles([...terms.values()], isLog)));
    terms = matchAll(distinct, index);
  }
  // A log contains words of its own that nobody misspelled.
  if (isLog) return [...terms.values()];
  const begun = unfinished ? terms.get(unfinished) : undefined;
  const vague = typing ? findVague(tokens) : undefined;
  if (begun && vague) begun.matches[0].weight *= OF_VAGUE;
  else if (begun) await (await index.loadGuesser()).complete(begun.matches, begun.token, index);
  const lacking = distinct.filter((token) => token !== vague && !terms.has(token) && index.isOpen(token));
  const apart = whole ? new Set<string>() : await matchApart(lacking, terms, index);
  const missing = lacking.filter((token) => spelled.has(token) && !apart.has(token));
  const wrong = missing.slice(0, MOST_CORRECTED);
  // A piece that must be known as a whole is not replaced by what its parts may have been.
  const corrections = await correctAll(new Map(wrong.map((token) => [token, spelled.get(token) as string])), index, !whole);
  for (const token of wrong) {
    const { matches, parts } = corrections.get(token) as Correction;
    if (token === unfinished) await (await index.loadGuesser()).complete(matches, token, index);
    const [first, ...others] = matches;
    if (first) terms.set(token, { token, matches: [first, ...others] });
    else for (const match of parts) terms.set(match.word, { token, matches: [match] });
  }
  return [...new Set([...distinct, ...terms.keys()])].flatMap((token) => terms.get(token) ?? []);
}

/** Adds terms for words that no article has, whose name and number articles write apart. */
async function matchApart(words: string[], terms: Map<string, QueryTerm>, index: IndexReader): Promise<Set<string>> {
  const apart = new Set<string>();
  for (const word of words) {
    const [, name, number] = NUMBERED_NAME.exec(word) ?? [];
    if (!name) continue;
    const parts = [index.root.stem(name), number];
    await index.open(parts);
    const matches = parts.flatMap((part) => index.match(part, 1) ?? []);
    if (matches.length < parts.length) continue;
    apart.add(word);
    for (const match of matches) terms.set(match.word, { token: match.word, matches: [match] });
  }
  return apart;
}

/** Returns the matches of the words in the open shards. */
function matchAll(words: string[], index: IndexReader): Map<string, QueryTerm> {
  const weigh = weighByScript(words);
  const matches = words.map((token) => index.match(token, weigh(token)));
  const terms = new Map<string, QueryTerm>();
  words.forEach((token, at) => {
    const match = matches[at];
    if (!match) return;
    const rarityOf = (last: number, other: number) => (overlaps(words, last) ? (matches[other]?.rarity ?? Infinity) : 0);
    const beside = Math.max(rarityOf(at, at - 1), rarityOf(at + 1, at + 1));
    if (beside && beside < match.rarity) match.weight *= BORDER_WEIGHT;
    terms.set(token, { token, matches: [match] });
  });
  return terms;
}

/** Whether a second article has nearly as many of the words as the first, or the first has few of them. */
function isUnclear(terms: Map<string, QueryTerm>, telling: string[], isLog: boolean): boolean {
  const scores = rankArticles([...terms.values()], isLog);
  const [first, second] = orderByScore(scores);
  const scoreOf = (place: number) => scores.get(place) ?? 0;
  const isIn = (token: string) => terms.get(token)?.matches[0].posting.kept.some(([place]) => place === first);
  return scoreOf(second) >= UNCLEAR * scoreOf(first) || telling.filter(isIn).length < LEAST_COVERED * telling.length;
}

/** Finds the likeliest words at edit distance one of each spelling, in the open shards or else in all. */
async function correctAll(
  wrong: Map<string, string>,
  index: IndexReader,
  hasVariants: boolean,
): Promise<Map<string, Correction>> {
  const corrections = new Map<string, Correction>();
  const lost: LostWord[] = [];
  for (const [token, word] of wrong) {
    await index.yieldToPage();
    const variants = hasVariants ? listVariants(token, word, index) : new Map<string, number>();
    const matches = matchHeaviest(variants, index);
    corrections.set(token, { matches, parts: [] });
    if (!matches.length && (variants.size || isLongWord(word))) lost.push({ token, word, variants });
  }
  if (!lost.length) return corrections;
  const [level, guesser] = await Promise.all([index.loadLevels(), index.loadGuesser()]);
  return new Map([...corrections, ...(await guesser.correctLost(lost, level, index))]);
}

/** Returns the words at edit distance one, each with its likelihood. */
function listVariants(token: string, spelled: string, index: IndexReader): Map<string, number> {
  const variants = new Map<string, number>();
  for (const [variant, weight] of editVariants(spelled)) {
    const word = index.root.stem(variant);
    if (word !== token) variants.set(word, Math.max(variants.get(word) ?? 0, weight));
  }
  return variants;
}
