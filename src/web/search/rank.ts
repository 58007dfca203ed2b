/**
 * Ranks articles by the words of a query, then by how their lines say what it says. Sums are made in the
 * query's order, so that the same index gives the same numbers everywhere.
 */

import { weighByScript } from "./telling.ts";
import { SHORTEST_PART } from "./corrections.ts";
import { tokenize } from "./splitting.ts";
import type { Fragment, PassageScore, QueryTerm, Stem } from "./types.ts";

// How many words of a query are compared with lines: only a log has more. Twice as many change no labelled answer.
const MOST_COMPARED = 64;
// What the best line, neighbouring pairs and triples of words add to a score. A log repeats its message word by
// word, a question seldom does. On the labelled queries of bench/search_engine.py nDCG is 0.986; without the
// factors of questions it is 0.978, without those of logs 0.982, with those of questions for logs 0.983.
const QUESTION_FACTORS = [0.6, 0.6, 0.4];
const LOG_FACTORS = [2, 3, 3];
// What a title of the question's words and little else adds: it says what the article is about, where a rare word
// in a text may be an example. Of 1,252 questions made of titles and descriptions .905 have the right first answer,
// without it .896, of 17 misspelled ones that people wrote .882 and .824 (with 0.8). Of 76 that people would ask in
// eight languages 65 have it, with 0.8 64. Twice as much loses pasted messages.
const TITLE_FACTOR = 1.2;
// What a title adds that has all that is asked, in whatever order: its square, so that one of many words adds little.
// Of 92 questions that people would ask in six languages .89 have the right first answer, without it .86; of 1,760
// labelled and made ones as many.
const COVERED_FACTOR = 1;

// What a line adds that has the query's words in a row, half of them or more: a pasted message, which other articles
// share words with. Pairs of letters count as they tell, since many lines have "のよくある". Of 213 fragments of
// messages .962 have the right first answer, without it .944; half of it and three times as much change little (every
// second query of bench/search_engine.py). Three words are in a row by chance.
const RUN_FACTOR = 2;
const LEAST_RUN = 0.5;
const FEWEST_IN_RUN = 4;

/**
 * Returns a score for every article that has one of the words: the sum over the query's terms of the greatest weight *
 * rarity * impact, times a root of the share of the query's rarity that it has.
 */
export function rankArticles(terms: QueryTerm[], isLog: boolean): Map<number, number> {
  const scores = new Map<number, number>();
  const covered = new Map<number, number>();
  let total = 0;
  for (const term of terms) {
    const share = term.matches[0].rarity * term.matches[0].weight;
    total += share;
    for (const [place, gain] of gainsOf(term)) {
      scores.set(place, (scores.get(place) ?? 0) + gain);
      covered.set(place, (covered.get(place) ?? 0) + share);
    }
  }
  for (const [place, sum] of scores) {
    const root = Math.sqrt((covered.get(place) ?? 0) / total);
    // Missing words weigh less in a question, which may use other words than the article.
    scores.set(place, sum * (isLog ? root : Math.sqrt(root)));
  }
  return scores;
}

function gainsOf({ matches }: QueryTerm): Map<number, number> {
  const gains = new Map<number, number>();
  for (const { rarity, weight, posting } of matches) {
    const factor = rarity * weight;
    for (const [place, impact] of posting.kept) {
      const gain = factor * impact;
      if (gain > (gains.get(place) ?? 0)) gains.set(place, gain);
    }
  }
  return gains;
}

/** Orders articles by score, best first; scores that differ by less than a millionth are equal. */
export function orderByScore(scores: Map<number, number>): number[] {
  const rounded = Array.from(scores, ([place, score]) => [place, Math.floor(score * 1e6 + 0.5)]);
  return rounded.sort(([one, more], [other, less]) => less - more || one - other).map(([place]) => place);
}

/** How to read lines. */
interface LineReading {
  /**
   * Removes from a line what a log's query lacks, too: the path in "Cannot run the script /a/b.jsp:
   * NullPointerException".
   */
  hideValues?: ((line: string) => string) | undefined;
  /** Whether the language writes words together. */
  joins?: boolean;
}

/**
 * Creates a function that compares articles with one query: its words, with misspelled ones corrected, and their
 * weights.
 */
export function createPassageScorer(
  tokens: string[],
  rarities: Map<string, number>,
  isLog: boolean,
  stem: Stem,
  { hideValues = (line: string) => line, joins = false }: LineReading = {},
): (fragment: Fragment) => PassageScore {
  const query = tokens.slice(0, MOST_COMPARED);
  const queried = new Set(query);
  const [distinct, pairs, triples] = [1, 2, 3].map((size) => runsOf(query, size));
  const rarityOf = (word: string) => rarities.get(word) ?? 0;
  const weigh = (words: string[]) => sum(words, rarityOf);
  const weighRuns = (runs: string[]) => sum(runs, (run) => weigh(run.split(" ")));
  const totals = [weigh(distinct), weighRuns(pairs), weighRuns(triples)];
  const [ofLine, ofPairs, ofTriples] = isLog ? LOG_FACTORS : QUESTION_FACTORS;
  const weights = query.map(weighByScript(query));
  const length = weights.reduce((whole, weight) => whole + weight, 0);
  const share = (part: number, at: number) => (totals[at] ? part / totals[at] : 0);

  return ({ title, lines }) => {
    let [top, best, ofTitle, inTitle, longest] = [0, "", 0, 0, 0];
    let titleWords: string[] = [];
    const runs = new Set<string>();
    for (const line of [title, ...lines]) {
      const words = tokenize(hideValues(line), stem);
      words.forEach((third, at) => {
        const [first, second] = [words[at - 2], words[at - 1]];
        if (!queried.has(third) || !queried.has(second)) return;
        runs.add(`${second} ${third}`);
        if (queried.has(first)) runs.add(`${first} ${second} ${third}`);
      });
      const run = longestRun(query, weights, words);
      if (run > longest) longest = run;
      const has = new Set(words);
      if (joins) for (const part of distinct.filter((word) => words.some((whole) => isPart(word, whole)))) has.add(part);
      const shared = distinct.filter((word) => has.has(word));
      // A line with the query's words and little else is better than a long one that also has them.
      const weight = (weigh(shared) * (1 + (has.size ? shared.length / has.size : 0))) / 2;
      if (line === title) {
        [ofTitle, inTitle, titleWords] = [weight, weigh(shared), shared];
      }
      if (weight > top) [top, best] = [weight, line];
    }
    const has = (run: string) => runs.has(run);
    let part = ofLine * share(top, 0);
    part += ofPairs * share(weighRuns(pairs.filter(has)), 1);
    part += ofTriples * share(weighRuns(triples.filter(has)), 2);
    if (!isLog) part += TITLE_FACTOR * share(ofTitle, 0) + COVERED_FACTOR * share(inTitle, 0) ** 2;
    const run = longest / length;
    if (query.length >= FEWEST_IN_RUN && run >= LEAST_RUN) part += RUN_FACTOR * run ** 2;
    return { factor: 1 + part, line: best, titleWords };
  };
}

/** Whether a compound begins or ends with a word: "aktivier" and "fehl" of "aktivierungsfehl" yes; "tivier" no. */
function isPart(word: string, whole: string): boolean {
  if (word.length < SHORTEST_PART || whole.length < word.length + SHORTEST_PART) return false;
  return whole.startsWith(word) || whole.endsWith(word);
}

/** Returns the weight of the longest part of a query that the line contains as it stands. */
function longestRun(query: string[], weights: number[], line: string[]): number {
  let [longest, above]: [number, number[]] = [0, []];
  for (const word of line) {
    const own: number[] = [];
    for (let index = 0; index < query.length; index += 1) {
      if (word !== query[index]) continue;
      own[index] = weights[index] + (above[index - 1] ?? 0);
      if (own[index] > longest) longest = own[index];
    }
    above = own;
  }
  return longest;
}

function sum(texts: string[], weigh: (text: string) => number): number {
  let total = 0;
  for (const text of texts) total += weigh(text);
  return total;
}

/** Returns runs of neighbouring words, each once. */
function runsOf(words: string[], size: number): string[] {
  const runs = words.slice(size - 1).map((_, at) => words.slice(at, at + size).join(" "));
  return [...new Set(runs)];
}
