/**
 * Answers a question or a log by its words, and orders the messages on the cards of codes by the words beside a code.
 * It is a separate script, which is loaded for a query that is not a code.
 */

import { errata } from "../shared.ts";
import { NOTHING } from "./nothing.ts";
import { createPassageScorer, orderByScore, rankArticles } from "./rank.ts";
import { cutTail, isFaint, weighEvidence } from "./relevance.ts";
import type { Asked } from "./relevance.ts";
import { tokenize } from "./splitting.ts";
import { FIRST, IndexReader, findTerms, findVague } from "./terms.ts";
import type { Card, CardVariant, Findings, Fragment, Hit, Operators, ParsedQuery, QueryTerm, Stem, WordsPlace } from "./types.ts";
import { hideValues } from "./values.ts";

// How many articles are ordered by how they quote a log: with six .917 instead of .932 of 192 English lines have the
// right first answer.
const FIRST_OF_LOG = 10;
// How many articles are shown where none answers: they leave room for the advice below them.
const MOST_NEAREST = 3;
// How many of the best articles must have come early, so that no others are waited for. Of 172 questions in Chinese,
// Japanese and Korean 76 are unclear; 69 of them then wait for one file less, and 124 have the right first answer (123).
const FEWEST_EARLY = 2;

// A question with quotes, or with words to leave out: "\"not found\"" and "crop -video" yes; "well-known" no.
const DEMANDING = /["\u201c\u201d\u201e\xab]|\s-\p{L}/u;

/** Finds articles by words; with `isPlain`, signs around words mean nothing. */
async function findWords(
  query: ParsedQuery,
  typing: boolean,
  place: WordsPlace,
  isPlain = query.kind === "log",
): Promise<Findings> {
  const { numbers: numbersOf, articlesOf } = place;
  const root = await place.root();
  numbersOf().catch(() => {});
  const index = new IndexReader(place, root);
  const isLog = query.kind === "log";
  const operators = isPlain ? undefined : await readOperators(query.text, root.stem, place);
  if (operators?.excluded.length) {
    const plain = await findWords(query, typing, place, true);
    const best = plain.numbers.slice(0, FIRST).map(place.fragmentOf);
    if (errata.operators?.isQuoted(operators, await Promise.all(best))) return plain;
  }
  const tokens = tokenize(operators?.text ?? query.text, root.stem);
  // 4. Of its distinct words, the rarest name the shards to open. Words that are not there are corrected.
  let terms = await findTerms(query, tokens, index, typing);
  // 5. If that finds nothing, the last word may be the beginning of one, as it may while it is typed.
  if (!terms.length && !query.whole) terms = await findTerms(query, tokens, index, true);
  // 6. Articles of a code with a number come first; a name such as `TypeError` has too many of them.
  const numbered = query.codes.filter((code) => /\p{Nd}/u.test(code));
  const first = await articlesOf([...numbered, ...(query.alike?.codes ?? [])]);
  // 7. A lone piece that looks like a code must be known as a whole, and finds the articles that have it.
  const whole = tokenize(query.whole.slice(query.whole.lastIndexOf(".") + 1), root.stem);
  const vague = typing ? findVague(tokens) : undefined;
  const lost = index.findUnknown(tokens, terms).filter((token) => token !== vague);
  // What is said of a code or a name answers, too: no words are missed beside it, and no article is the nearest.
  const isNamed = isLog || Boolean(query.whole || query.near.length || query.unknown.length || query.alike);
  const absent = isNamed ? [] : findAbsent(query.text, lost, root.stem);
  const holders = terms.length ? await errata.unknown?.findHolders(whole, index) : [];
  if (holders?.length === 0) {
    return { ...NOTHING, ...query, kind: "none", codes: [], words: tokens, absent };
  }
  await index.yieldToPage();
  // 8. Articles are ranked by their words, the best of them again by their lines.
  const all = await numbersOf();
  const settled = terms.filter(({ token }) => token !== vague);
  const asked = { terms: settled, unknown: lost, rarest: index.rarities[0] };
  const ranked = await rank(asked, terms, tokens, { isLog, operators, holders }, index, all, place);
  const { places, lines, words, lineOf, isOther } = ranked;
  const numbers = places.map((at) => all[at]);
  const shown = { lines, lineOf, words: words.filter((word) => !index.isStopWord(word)), stem: root.stem, absent };
  // 9. A question that each of the best of them hardly answers is about something else. The first alone decided that
  // "import fails timeout" has no answer, although "import timeout" has; of 65 other questions none more is answered.
  if (!isLog && !first.length && isOther) {
    // A word that was corrected, or that every text has, brings no article near.
    const typed = isNamed || query.codes.length ? [] : terms.filter((term) => weighEvidence(term) === 1);
    const near = orderByScore(rankArticles(typed, false)).filter((at) => !operators || places.includes(at));
    const nearest = near.slice(0, MOST_NEAREST).map((at) => all[at]);
    const typedWords = typed.map(({ matches: [{ word }] }) => word);
    return { ...NOTHING, ...query, kind: "none", nearest, ...shown, words: typedWords };
  }
  // A log says more than its code: of the code's articles, the one that quotes its message is meant.
  const meant = isLog ? numbers : numbers.filter((number) => first.includes(number));
  // For a name that articles merely mention, readers need not learn that no article explains it.
  const unknown = query.whole ? [] : query.unknown;
  const articles = [...new Set([...meant, ...first, ...numbers])];
  return { ...NOTHING, ...query, unknown, numbers: articles, ...shown };
}

/** Returns the words of a text all of whose parts are lost, as they are typed: "Kafka" if "kafka" is. */
function findAbsent(text: string, lost: string[], stem: Stem): string[] {
  const words = new Set(text.match(/[\p{L}\p{N}]+/gu));
  const isAbsent = (parts: string[]) => parts.length > 0 && parts.every((part) => lost.includes(part));
  return [...words].filter((word) => isAbsent(tokenize(word, stem)));
}

async function rank(
  asked: Asked,
  terms: QueryTerm[],
  tokens: string[],
  { isLog, operators, holders }: { isLog: boolean; operators: Operators | undefined; holders: number[] | undefined },
  index: IndexReader,
  numbers: string[],
  { fragmentOf }: WordsPlace,
) {
  const ranked = rankArticles(terms, isLog);
  const rankedHolders = holders ? new Map(holders.map((place) => [place, ranked.get(place) ?? 0])) : ranked;
  const demanded = operators && errata.operators;
  const scores = demanded ? await demanded.limitScores(rankedHolders, operators, index) : rankedHolders;
  const ordered = cutTail(orderByScore(scores), scores);
  const first = isLog ? FIRST_OF_LOG : FIRST;
  const isEarly = (place: number) => index.early.includes(place);
  const best = ordered.slice(0, FEWEST_EARLY).every(isEarly) ? ordered.filter(isEarly) : ordered.slice(0, first);
  const corrections = new Map(terms.map(({ token, matches: [match] }) => [token, match]));
  const words = tokens.map((token) => corrections.get(token)?.word ?? token);
  const rarities = new Map(terms.map(({ matches: [match] }) => [match.word, match.rarity * match.weight]));
  const { masker } = errata;
  const { stem, joins } = index.root;
  const reading = { joins, hideValues: isLog && masker ? (line: string) => hideValues(line, masker) : undefined };
  const scorePassages = createPassageScorer(words, rarities, isLog, stem, reading);
  const fragments = await Promise.all(best.map((place) => fragmentOf(numbers[place])));
  const lines = new Map<string, string>();
  const final = new Map<number, number>();
  let isOther = true;
  for (const [order, place] of best.entries()) {
    await index.yieldToPage();
    const { factor, line, titleWords } = scorePassages(fragments[order]);
    lines.set(numbers[place], line);
    const split = (text: string) => tokenize(text, stem);
    const ofPhrases = demanded?.weighPhrases(fragments[order], operators as Operators, split) ?? 1;
    const score = (scores.get(place) ?? 0) * factor * ofPhrases;
    final.set(place, score);
    isOther &&= isFaint(asked, place, score, titleWords);
  }
  const places = [...orderByScore(final), ...ordered.filter((place) => !final.has(place))];
  const lineOf = (fragment: Fragment) => scorePassages(fragment).line;
  return { places, lines, words, lineOf, isOther };
}

async function readOperators(text: string, stem: Stem, { load }: WordsPlace): Promise<Operators | undefined> {
  if (!DEMANDING.test(text)) return undefined;
  if (!errata.operators) await load("search/operators");
  return errata.operators?.readOperators(text, (some) => tokenize(some, stem));
}

const orderVariants = (cards: Card[], hits: Hit[]) => cards.map((card) => orderCard(card, hits));

/**
 * Puts the articles that fit the query best first: a message was pasted with its code. A card has the first few; what
 * the best article says about the message is taken from its result.
 */
function orderCard(card: Card, hits: Hit[]): Card {
  if (!card.variants || !hits.length) return card;
  const pages = hits.map(({ href }) => href.split("#")[0]);
  // As an unsigned number, -1 for "no place" is the last.
  const placeOf = ({ href }: CardVariant) => pages.indexOf(href) >>> 0;
  const variants = [...card.variants].sort((one, other) => placeOf(one) - placeOf(other));
  const [{ number, excerpt, href, short }] = hits;
  if (placeOf(variants[0]) && card.articles.includes(number)) {
    variants.unshift({ message: excerpt.map(({ text }) => text).join(""), solution: [short], href, anchor: "" });
    variants.pop();
  }
  return { ...card, variants };
}

/** The script that answers by words. */
export type WordFinder = { find: typeof findWords; orderVariants: typeof orderVariants };

errata.words = { find: findWords, orderVariants };
