/** Finds what stands for each word of a query in the index: the word itself, or what it may have been. */

import { createYielder } from "../yielding.ts";
import { decodePosting } from "./decode.ts";
import { editVariants } from "./edits.ts";
import { orderByScore, rankArticles } from "./rank.ts";
import { orderTelling, isPair, weighScript } from "./telling.ts";
import { spellings } from "./tokens.ts";
import type { IndexFiles, IndexRoot, Level, ParsedQuery, QueryTerm, Shard, TermMatch } from "./types.ts";

// What is said here of labelled queries was measured with bench/search_engine.py; now nDCG is 0.986.

// Distinct words of a query that count. A log has more; its first ones name what failed.
const MOST_WORDS = 128;
// Words that stand for a misspelled one, the likeliest. With one of them nDCG is 0.983; more change nothing.
const MOST_ALTERNATIVES = 2;
// Shards that are opened for each misspelled word, and for a single one, all at once: of 484 titles with a slip in five
// languages that nobody tuned on .979 are found first with three; with nine, in three round trips, .981.
const [AT_ONCE, MOST_OF_ONE] = [3, 5];
// A corrected word weighs less than one that is there as it was typed: it may be the wrong one. Of 29
// labelled questions with slips .966 have the right first answer, with 0.7 .931; of 1,239 made ones as many.
const CORRECTED = 0.85;
// The level from which on most questions have a word, so that it says little of what is asked. One more or less
// changes no labelled answer.
const COMMON = 6;
// Words of a query whose misspellings matter most. With more, the sketch would be loaded in vain more often.
const FEW = 2;
// Misspelled words that are corrected in one query: each may open three shards more. Two and eight change nothing.
const MOST_CORRECTED = 4;
// Shards that are opened for a query's words, each a file of at most 4,200 characters: as many as a browser fetches
// at once over HTTP/1.1. With eight no labelled query and none of 450 made of messages is answered better.
const MOST_SHARDS = 6;
// The same for pairs of letters, where of the articles that the first six find the second best has as much as this of
// the best one's score: half of the Japanese questions. Without, seven or eight of ten that people wrote are answered.
const UNCLEAR = 0.8;
const MOST_IF_UNCLEAR = 12;
// Fewer letters begin too many words.
const SHORTEST_BEGINNING = 3;
// Fewer letters are left of too many words.
const SHORTEST_STEM = 5;
// Fewer letters are a word of too many compounds by accident.
const SHORTEST_PART = 4;
// Words that the last one may become while it is typed: the commonest.
const MOST_COMPLETIONS = 8;
// A number that no article has is a value and says nothing of what is asked: "3364" and "6.5" yes; "3e5" no.
const VALUE = /^[\d.]+$/;
// Less than a frame of 16 ms, so that typing stays smooth.
const PATIENCE = 12; // ms

/** What one query reads of the index: shards count for it from when it opens them. */
export class IndexReader {
  root: IndexRoot;
  yieldToPage: () => Promise<void> | undefined;
  #files: IndexFiles;
  #shards = new Map<number, Shard>();

  constructor(files: IndexFiles, root: IndexRoot, pause: () => Promise<void>) {
    this.root = root;
    this.yieldToPage = createYielder(PATIENCE, pause);
    this.#files = files;
  }

  /** Opens the shards that would hold the words. */
  async open(words: string[]): Promise<void> {
    await this.openShards(words.map((word) => this.shardOf(word)));
  }

  async openShards(places: number[]): Promise<void> {
    const wanted = [...new Set(places)].filter((at) => !this.#shards.has(at) && this.root.shardName(at));
    const found = await Promise.all(wanted.map((at) => this.#files.shard(this.root.shardName(at))));
    wanted.forEach((place, at) => this.#shards.set(place, found[at]));
  }

  shardOf(word: string): number {
    return Math.max(0, bisect(this.root.firstWords, word) - 1);
  }

  /** Of words, the best first, those that so many shards hold. */
  choose(words: string[], most: number): string[] {
    const chosen = new Set(words.map((word) => this.shardOf(word)));
    const places = new Set([...chosen].slice(0, most));
    return words.filter((word) => places.has(this.shardOf(word)));
  }

  isOpen(word: string): boolean {
    return this.#shards.has(this.shardOf(word));
  }

  /** How common any word seems to be: of a file that is loaded for this alone. */
  loadLevels(): Promise<Level> {
    return this.#files.level();
  }

  /** The words that no article has, of those whose shards are open. */
  findUnknown(tokens: string[], terms: QueryTerm[]): string[] {
    const known = new Set(terms.map(({ token }) => token));
    // A pair of letters between two known ones is where two words meet.
    const isBorder = (at: number) => isPair(tokens[at]) && known.has(tokens[at - 1]) && known.has(tokens[at + 1]);
    const isLost = (word: string) => !known.has(word) && !VALUE.test(word) && this.isOpen(word);
    const lost = tokens.filter((word, at) => isLost(word) && !isBorder(at));
    return [...new Set(lost)];
  }

  /** Words that begin so, of the shards that would hold the first and the last of them. */
  async findBeginning(start: string): Promise<string[]> {
    const places = [...new Set([this.shardOf(start), this.shardOf(`${start}\uffff`)])];
    await this.openShards(places);
    const held = places.flatMap((place) => [...(this.#shards.get(place)?.keys() ?? [])]);
    return held.filter((word) => word.startsWith(start));
  }

  /** A word, if its shard is open and has it. */
  match(word: string, weight: number): TermMatch | undefined {
    const text = this.#shards.get(this.shardOf(word))?.get(word);
    if (text === undefined) return undefined;
    const posting = decodePosting(text);
    const { rarities, totals } = this.root;
    return { word, posting, rarity: rarities[bisect(totals, posting.total) - 1], weight };
  }
}

/** How many of the sorted values are not above this one. */
function bisect<Value extends string | number>(sorted: Value[], value: Value): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value < sorted[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** In the query's order; none if too little of a question is known. With `typing`, its last word may go on. */
export async function findTerms(
  { kind, text, whole }: ParsedQuery,
  tokens: string[],
  index: IndexReader,
  typing: boolean,
): Promise<QueryTerm[]> {
  const { commonness, stem } = index.root;
  const begun = typing && tokens.at(-1);
  const distinct = [...new Set(tokens)].slice(0, MOST_WORDS);
  const spelled = kind === "log" ? new Map<string, string>() : spellings(text, stem);
  const ordered = orderTelling(distinct, commonness);
  const telling = index.choose(ordered, MOST_SHARDS);
  // A short query may need the sketch for a misspelled word: it comes beside the shards.
  const mayBeWrong = telling.some((token) => spelled.has(token) && !commonness(token));
  if (!whole && mayBeWrong && telling.length <= FEW) index.loadLevels().catch(() => {});
  // Only the shards of telling words are fetched, but every word counts that one of them has.
  await index.open(telling);
  const terms = matchAll(distinct, index);
  if (telling.some(isPair) && isUnclear(terms, kind === "log")) {
    await index.open(index.choose(ordered, MOST_IF_UNCLEAR));
    for (const [token, term] of matchAll(distinct, index)) terms.set(token, term);
  }
  // A log has words of its own that nobody misspelled.
  if (kind === "log") return [...terms.values()];
  const missing = distinct.filter((token) => !terms.has(token) && index.isOpen(token) && spelled.has(token));
  const rare = [...terms.keys()].filter((token) => commonness(token) < COMMON).length;
  const exact = terms.size;
  const wrong = missing.slice(0, MOST_CORRECTED);
  // What must be known as a whole is not what its parts may have been.
  const corrections = await correctAll(new Map(wrong.map((token) => [token, spelled.get(token) as string])), index, !whole);
  for (const token of wrong) {
    const { matches, parts } = corrections.get(token) as Correction;
    if (token === begun) await complete(matches, token, index);
    const [first, ...others] = matches;
    if (first) terms.set(token, { token, matches: [first, ...others] });
    else for (const match of parts) terms.set(match.word, { token, matches: [match] });
  }
  // If more words are lost than known, rarer ones counted twice, the question is about something else.
  const corrected = terms.size - exact;
  const lost = missing.length - corrected;
  if (2 * rare + corrected < lost || (!rare && lost > 0)) return [];
  return [...new Set([...distinct, ...terms.keys()])].flatMap((token) => terms.get(token) ?? []);
}

/** The words that the open shards have. */
function matchAll(words: string[], index: IndexReader): Map<string, QueryTerm> {
  const terms = new Map<string, QueryTerm>();
  for (const token of words) {
    const match = index.match(token, weighScript(token));
    if (match) terms.set(token, { token, matches: [match] });
  }
  return terms;
}

/** Whether a second article has nearly as much of the words as the first. */
function isUnclear(terms: Map<string, QueryTerm>, isLog: boolean): boolean {
  const scores = rankArticles([...terms.values()], isLog);
  const [first, second] = orderByScore(scores).map((place) => scores.get(place) ?? 0);
  return !first || second > UNCLEAR * first;
}

/** What a word may have been: others, or else the two words of a compound that no article has. */
interface Correction {
  matches: TermMatch[];
  parts: TermMatch[];
}

/**
 * The likeliest words at edit distance one, by how each word is spelled: of the shards that are open, else of all.
 * What all of them need is opened at once, so that the answer does not depend on what arrives first.
 */
async function correctAll(
  wrong: Map<string, string>,
  index: IndexReader,
  hasVariants: boolean,
): Promise<Map<string, Correction>> {
  const found = new Map<string, Correction>();
  const left: { token: string; word: string; variants: Map<string, number> }[] = [];
  for (const [token, word] of wrong) {
    await index.yieldToPage();
    const variants = hasVariants ? listVariants(token, word, index) : new Map<string, number>();
    const matches = matchHeaviest(variants, index);
    found.set(token, { matches, parts: [] });
    if (!matches.length && (variants.size || isLongWord(word))) left.push({ token, word, variants });
  }
  if (!left.length) return found;
  const level = await index.loadLevels();
  const asked = left.map(({ token, word, variants }) => {
    const known = [...variants].map(([variant, weight]): [string, number] => [variant, weight * level(variant) ** 2]);
    return { token, weights: new Map(known.filter(([, weight]) => weight)), parts: divide(word, level, index) };
  });
  const most = asked.length > 1 ? AT_ONCE : MOST_OF_ONE;
  const shards = asked.flatMap(({ weights }) => likelyShards(weights, index).slice(0, most));
  await index.openShards([...shards, ...asked.flatMap(({ parts }) => parts.map((part) => index.shardOf(part)))]);
  for (const { token, weights, parts } of asked) {
    const both = parts.map((word) => index.match(word, CORRECTED)).filter((match) => match !== undefined);
    found.set(token, { matches: matchHeaviest(weights, index), parts: both.length === parts.length ? both : [] });
  }
  return found;
}

/** The words at edit distance one, each with its likelihood. */
function listVariants(token: string, spelled: string, index: IndexReader): Map<string, number> {
  const variants = new Map<string, number>();
  for (const [variant, weight] of editVariants(spelled)) {
    const word = index.root.stem(variant);
    if (word !== token) variants.set(word, Math.max(variants.get(word) ?? 0, weight));
  }
  return variants;
}

const isLongWord = (word: string) => word.length >= 2 * SHORTEST_PART && /^\p{L}+$/u.test(word);

/** A compound as its two words: "loginerror", "Datenbankverbindung"; none for others. */
function divide(spelled: string, level: Level, index: IndexReader): string[] {
  if (!isLongWord(spelled)) return [];
  let [best, parts]: [number, string[]] = [0, []];
  for (let at = SHORTEST_PART; at <= spelled.length - SHORTEST_PART; at += 1) {
    const words = [spelled.slice(0, at), spelled.slice(at)].map(index.root.stem);
    // Both are common enough to be words: what seems to exist may be an accident of the sketch.
    const least = Math.min(...words.map(level));
    if (least > best) [best, parts] = [least, words];
  }
  return parts;
}

function matchHeaviest(weights: Map<string, number>, index: IndexReader): TermMatch[] {
  const matches = heaviest(weights).map((word) => index.match(word, CORRECTED));
  return matches.filter((match) => match !== undefined).slice(0, MOST_ALTERNATIVES);
}

/** The heaviest shard, then those of the heaviest other words. */
function likelyShards(weights: Map<string, number>, index: IndexReader): number[] {
  const sums = new Map<number, number>();
  const tops = new Map<number, number>();
  for (const [word, weight] of weights) {
    const shard = index.shardOf(word);
    sums.set(shard, (sums.get(shard) ?? 0) + weight);
    tops.set(shard, Math.max(tops.get(shard) ?? 0, weight));
  }
  const [main] = heaviest(sums);
  tops.delete(main);
  return sums.size ? [main, ...heaviest(tops)] : [];
}

function heaviest<Key extends string | number>(weights: Map<Key, number>): Key[] {
  const pairs = [...weights].sort(([one, more], [other, less]) => less - more || (one < other ? -1 : 1));
  return pairs.map(([key]) => key);
}

/** Adds what a word may become, or else the one that it is with more behind it. */
async function complete(matches: TermMatch[], token: string, index: IndexReader): Promise<void> {
  const letters = [...token];
  if (letters.length < SHORTEST_BEGINNING) return;
  const begun = await index.findBeginning(token);
  const longer = begun.map((word) => index.match(word, CORRECTED)).filter((match) => match !== undefined);
  longer.sort((one, other) => other.posting.total - one.posting.total || (one.word < other.word ? -1 : 1));
  const known = new Set(matches.map((match) => match.word));
  // All as rare as the commonest: which of them is meant does not make the others rarer.
  for (const match of longer.slice(0, MOST_COMPLETIONS)) {
    if (!known.has(match.word)) matches.push({ ...match, rarity: longer[0].rarity });
  }
  // The index has words without their endings: of "deliverie" it has "deliver".
  for (let end = letters.length - 1; !matches.length && end >= SHORTEST_STEM; end -= 1) {
    const stem = letters.slice(0, end).join("");
    const match = index.match(stem, CORRECTED);
    if (match) matches.push(match);
  }
}
