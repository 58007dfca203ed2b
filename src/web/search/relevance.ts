/** Decides what of an answer is about the query: where to end the list, and when to say that nothing is. */

import { SHORTEST_PART } from "./corrections.ts";
import { isPair, weighByScript } from "./telling.ts";
import type { QueryTerm } from "./types.ts";

// Articles with a smaller share of the best score only have a common word of the query, or two. It leaves 21 of 678
// results on average (half of the queries: 7), and none of the 1,291 articles that 1,281 questions should find is
// below 0.35 (bench/search_engine.py, and questions made of titles).
const TAIL = 0.3;
// One rare word is in some article by chance ("weather in paris tomorrow"). What the best article has besides its rarest
// word must count a fifth of a word in one article, and more where words are in none. Of 496 questions with an answer in
// five languages each has an answer, with what was here before eight had none; of 88 about something else 84 have none
// (83).
const LEAST_BESIDES = 0.2;
const LEAST_BESIDES_LOST = 0.15;
// Unless a title says little else than that word: a greatest impact of the rarest word is one.
const CLEAR = 3;
// The words are there, and the article is about others ("what is the meaning of life"). The faintest right answer has 0.75.
const FAINT = 0.7;
// The same for pairs of letters, of which every text has many: where a word's half is in no article and the best one has
// less than this share of what is asked. Of 275 questions with an answer one has none, of 32 others one has some (with the
// first number alone: none, five).
const FAINT_OF_PAIRS = 0.75;
const FAINT_AND_LOST = 1.4;
const LEAST_LOST = 0.5;
const LITTLE = 0.45;
// An article that has nearly all of a question of common words is about it, however long it is: one has 0.83 of "pod will
// not go away after delete", and 0.68 of a rare word besides its rarest. Two words are in one article by chance, and so are
// four pairs of letters: of "ダイエット方法" one has 0.9. Of 169 questions about something else none more is answered.
const NEARLY_ALL = 0.8;
const ENOUGH_BESIDES = 0.6;
const [FEWEST_WORDS, FEWEST_PAIRS] = [3, 5];
// A title that has two of the question's words is about it, whatever else is asked and however common they are: "Red line on
// screen" answers "a red mark across my screen". Of pairs of letters, what it has besides the rarest must count as much.
const ENOUGH_WORDS_IN_TITLE = 2;
const ENOUGH_PAIRS_IN_TITLE = 0.3;
// A question of one rare word, or of a few common ones, is either known or not; what it is about cannot be said. Half of it
// must be in the article: "how do I cook rice" is one word beside "how", and that word is corrected to another.
const LEAST_ASKED = 1.1;
const ENOUGH_OF_LITTLE = 0.5;
// Unless it is one word: "trackin" alone asks for what it is corrected to.
const FEWEST_TOLD_APART = 2;
// What a corrected word says of the subject: "bake" is one letter from "base", which every manual has. Of 373 questions about
// something else, in nine languages, 24 are answered, and 39 where stop words and corrected ones count as others. Of 308
// questions that people would ask 238 have a right article among the first five, and 234.
const OF_CORRECTED = 0.3;
// A number of as many digits that the article has is what was asked: "exit code 80070005" yes; "top 10" and the year of "best
// series 2024" no.
const NUMBER = /^(?!(?:19|20)\d\d$).*\p{Nd}{3}/u;
// See `postings`.
const GREATEST_IMPACT = 31;

/** Returns articles from the best one on, without those that are hardly about the query. */
export function cutTail(ordered: number[], scores: Map<number, number>): number[] {
  const least = TAIL * (scores.get(ordered[0]) ?? 0);
  return ordered.filter((place) => (scores.get(place) ?? 0) >= least);
}

/** The words of a question that no article has, as far as is known. */
export interface Asked {
  terms: QueryTerm[];
  unknown: string[];
  /** The weight of a word in a single article. */
  rarest: number;
}

/**
 * Returns what a word says of a question's subject: nothing if it is a stop word, less than one if it is not what was typed.
 * The parts of a compound were typed, and so was the beginning of a word.
 */
export function weighEvidence({ token, matches: [{ word, posting }] }: QueryTerm): number {
  if (posting.isStopWord) return 0;
  return word.startsWith(token) || word.length <= token.length - SHORTEST_PART ? 1 : OF_CORRECTED;
}

/** Whether an article with this score, and these of the question's words in its title, is about something other. */
export function isFaint({ terms, unknown, rarest }: Asked, article: number, score: number, titleWords: string[]): boolean {
  const asked = terms.map((term) => {
    const [{ word, rarity, weight, posting }] = term.matches;
    const has = term.matches.some((match) => match.posting.kept.some(([place]) => place === article));
    const evidence = weighEvidence(term);
    const whole = posting.isStopWord ? 0 : rarity * weight;
    return { word, whole, share: has ? whole * evidence : 0, has, isInTitle: evidence === 1 && titleWords.includes(word) };
  });
  const hasPairs = terms.some(({ token }) => isPair(token));
  const inTitle = asked.filter(({ isInTitle }) => isInTitle).map(({ whole }) => whole);
  if (hasPairs ? besides(inTitle) >= ENOUGH_PAIRS_IN_TITLE * rarest : inTitle.length >= ENOUGH_WORDS_IN_TITLE) return false;
  if (asked.some(({ word, has }) => has && NUMBER.test(word))) return false;
  // A word is in no other article: a name, as in "snpeff database", if others have the words beside it.
  const isNamed =
    !unknown.length &&
    terms.some(({ token, matches: [{ word, posting }] }, at) => asked[at].has && word === token && posting.total === 1);
  const weigh = weighByScript([...unknown, ...terms.map(({ token }) => token)]);
  const lost = unknown.reduce((sum, word) => sum + rarest * weigh(word), 0);
  const total = asked.reduce((sum, { whole }) => sum + whole, lost);
  const shares = asked.map(({ share }) => share);
  const covered = shares.reduce((sum, share) => sum + share, 0);
  const strength = score / (rarest * GREATEST_IMPACT);
  const isLone = !lost && asked.filter(({ whole }) => whole).length < FEWEST_TOLD_APART;
  if (total < LEAST_ASKED * rarest && (isLone || covered >= ENOUGH_OF_LITTLE * total)) return false;
  // Or it has everything that is asked: "zyxalpha again" in a long text.
  if (isNamed && covered === total) return false;
  const fewest = hasPairs ? FEWEST_PAIRS : FEWEST_WORDS;
  const isSaid = shares.filter(Boolean).length >= fewest && covered >= NEARLY_ALL * total;
  if (isSaid && !lost && besides(shares) >= ENOUGH_BESIDES * rarest) return false;
  if (hasPairs) {
    const isOther = lost >= LEAST_LOST * rarest && covered < LITTLE * total;
    return strength < (isOther ? FAINT_AND_LOST : FAINT_OF_PAIRS);
  }
  const isChance = besides(shares) < LEAST_BESIDES * rarest + LEAST_BESIDES_LOST * lost;
  return strength < (isChance && !isNamed ? CLEAR : FAINT);
}

/** Returns the sum of the shares without the greatest: one rare word is in some article by chance. */
const besides = (shares: number[]) => shares.reduce((sum, share) => sum + share, -Math.max(0, ...shares));
