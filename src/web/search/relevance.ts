/** What of an answer is about the query at all: where to end the list, and when to say that nothing is. */

import { isPair, weighByScript } from "./telling.ts";
import type { QueryTerm } from "./types.ts";

// Articles with a smaller share of the best score only have a common word of the query, or two. It leaves 21 of 678
// results on average (half of the queries: 7), and none of the 1,291 articles that 1,281 questions should find is
// below 0.35 (bench/search_engine.py, and questions made of titles).
const TAIL = 0.3;
// A greatest impact of the rarest word is one. Of 5,400 questions in eight languages one that has an answer has less
// if a sixth of what is asked is lacking; of 59 about something else ("what is the meaning of life") most have.
const FAINT = 0.9;
const LACKING = 0.85;
// The same where nothing is lacking: the words are there, and the article is about others ("quel est le sens de la
// vie"). Of 4,151 questions with an answer that is asked enough three have less.
const FAINTEST = 0.65;
// The same where words are in no article at all and the best one has less than two in five of what is asked: then a
// single rare word is no answer ("weather in paris tomorrow"). No question with an answer is below.
const FAINT_AND_UNKNOWN = 2;
const LITTLE = 0.4;
// For pairs of letters, which every spelling has more of: only where nearly two words' worth of them are in no article.
// Of 47 Japanese, Chinese and Korean questions about something else in the half that it was tuned on 46 find nothing.
const LOST_PAIRS = 1.7;
// Where a word was corrected, an answer as faint as this is a matter of other words: of 4,200 questions with an answer
// one is below, of a common word alone ("sinn des lebens", taken for "sync" and "eben").
const FAINT_IF_CORRECTED = 0.7;
// The same where the best article has less than half of what is asked. Of 20 such questions in Portuguese 19 find
// nothing, without it 16; no question with an answer is below. Pairs of letters are not meant: three titles would be lost.
const FAINT_AND_HALF = 1.25;
const HALF = 0.5;
// A question of one rare word, or of a few common ones, is known or not; what it is about cannot be said.
const LEAST_ASKED = 1.2;
// A number of as many digits that the article has is what was asked: "exit code 80070005" yes; "top 10" no.
const NUMBER = /\p{Nd}{3}/u;
// Words of a question in its best article that make it an answer, however rare the other ones are ("Kollegen kommen
// nicht in den geteilten Ordner"): as typed, and of less than 37 in 100 articles. Of 39 questions about something else
// in five languages none has so many, two have two. Pairs of letters are not meant: a word has several.
const ENOUGH_WORDS = 3;
const TELLING_RARITY = 1;
// See `postings`.
const GREATEST_IMPACT = 31;

/** Articles from the best one on, without those that are hardly about the query. */
export function cutTail(ordered: number[], scores: Map<number, number>): number[] {
  const least = TAIL * (scores.get(ordered[0]) ?? 0);
  return ordered.filter((place) => (scores.get(place) ?? 0) >= least);
}

/** Words that no article has, as far as that is known. */
export interface Asked {
  terms: QueryTerm[];
  unknown: string[];
  /** What a word in a single article counts. */
  rarest: number;
}

/** Whether even the best article is about something else than a question. */
export function isFaint({ terms, unknown, rarest }: Asked, best: number, score: number): boolean {
  const known = terms.map(({ matches }) => {
    const has = matches.some(({ posting }) => posting.kept.some(([place]) => place === best));
    return { word: matches[0].word, share: matches[0].rarity * matches[0].weight, has };
  });
  if (known.some(({ word, has }) => has && NUMBER.test(word))) return false;
  // It has all that is asked, of which a word is in no other article: "zyxalpha again" in a long text.
  const isOnly = terms.some(({ matches: [{ posting, word }], token }) => posting.total === 1 && word === token);
  if (isOnly && !unknown.length && known.every(({ has }) => has)) return false;
  const weigh = weighByScript([...unknown, ...terms.map(({ token }) => token)]);
  const lost = unknown.reduce((sum, word) => sum + rarest * weigh(word), 0);
  const total = known.reduce((sum, { share }) => sum + share, lost);
  const covered = known.reduce((sum, { share, has }) => (has ? sum + share : sum), 0);
  const strength = score / (rarest * GREATEST_IMPACT);
  if (total < LEAST_ASKED * rarest) return false;
  const hasPairs = terms.some(({ token }) => isPair(token));
  const isCorrected = terms.some(({ token, matches: [{ word }] }) => word !== token);
  const least = hasPairs ? LOST_PAIRS * rarest : 0;
  if (lost > least && covered < LITTLE * total && strength < FAINT_AND_UNKNOWN) return true;
  const telling = known.filter(({ share, has }) => has && share >= TELLING_RARITY);
  if (!hasPairs && !isCorrected && telling.length >= ENOUGH_WORDS) return false;
  if (isCorrected && strength < FAINT_IF_CORRECTED) return true;
  if (!hasPairs && covered < HALF * total && strength < FAINT_AND_HALF) return true;
  return strength < (covered < LACKING * total ? FAINT : FAINTEST);
}
