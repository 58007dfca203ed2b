/**
 * Finds the articles whose messages a line of a log contains, or is a part of: what
 * `errata.messages.match.MessageIndex` does in Python, with the same numbers.
 */

import { mask, stripPrefix } from "../messages/mask.ts";
import { CODE, MOST_WORDS, anchorsOf, constantWords, pairsOf, wordsOf } from "./words.ts";

// Rarities are whole millionths, so that sums are the same in any order and any language.
const PARTS = 1_000_000;
// A pair of words in more messages says too little to be followed.
const MOST_OF_A_PAIR = 150;
// What a word that any log has weighs, compared with one as rare that is not common.
const COMMON_WEIGHT = 0.3;
// Least shared weight, about that of two rare words and two usual ones. This and the thresholds below were chosen
// with bench/messages.py, which prints right answers and the hits on 20,000 unrelated lines.
const ENOUGH = 8;
// The same if nearly all of a message, or of a line, is there.
const ENOUGH_OF_WHOLE = 4.5;
const WHOLE = 0.85;
const WHOLE_LINE = 0.99;
// The same of a line that is the message and nothing else.
const ENOUGH_EXACTLY = 2;
// The same of many words in a row, of which one is unusual.
const ENOUGH_IN_A_ROW = 9;
// What a score gains if the message is in the line as it is.
const LITERALLY = 0.1;
const ENOUGH_WORDS = 3;
// A run of so many words is distinct although each of them is usual.
const MANY_WORDS = 5;
// The least share of the message, or of the line, and of both together.
const OF_MESSAGE = 0.55;
const OF_LINE = 0.6;
const OF_EITHER = 1;
// Messages that are compared with a line, those with the most votes.
const MOST_CANDIDATES = 40;
const MOST_FOUND = 5;
// Lines whose answers are remembered: a log repeats itself.
const MOST_REMEMBERED = 2_000;

export interface LogMatch {
  /** Place in the list of articles. */
  article: number;
  score: number;
  /** The message's place. */
  entry: number;
}

export interface MessageIndex {
  /** The best first, one match an article. */
  find(line: string): LogMatch[];
  /** A line without any of them is not worth comparing. */
  anchors(): Generator<string>;
  /** As the article quotes it; of several messages with one template always the same. */
  text(entry: number): string;
  pairs(entry: number): Set<string>;
}

/** A message, or the line that is looked up. */
interface Entry {
  article: number;
  template: string;
  words: string[];
  /** With quoted values between the words and without, since the values differ. */
  pairs: Set<string>;
  /** Those that are there every time: outside quotation marks and without the code. */
  constantPairs: Set<string>;
  /** The words outside quotation marks. */
  order: string[];
  weight: number;
}

/** `messages` are sorted by article and text. It pauses often, so that nothing waits for it. */
export function* createMessageIndex(
  messages: [article: number, text: string][],
  common: Set<string>,
): Generator<undefined, MessageIndex> {
  const drafts: { article: number; text: string; template: string; words: string[] }[] = [];
  for (const [article, text] of messages) {
    drafts.push({ article, text, template: mask(text), words: wordsOf(text) });
    yield;
  }
  const rarities = countRarities(drafts.map((draft) => draft.words), common);
  const unknown = Math.round((Math.log(messages.length + 1) / 2) * PARTS);
  const rarityOf = (word: string) => rarities.get(word) ?? unknown;

  /** The words are distinct. */
  function weigh(words: Iterable<string>): number {
    let sum = 0;
    for (const word of words) sum += rarityOf(word);
    return sum / PARTS;
  }

  function createEntry(article: number, template: string, words: string[]): Entry {
    const order = constantWords(template);
    const bare = CODE.test(template) ? constantWords(template.replace(CODE, "")) : order;
    const first = order.slice(0, MOST_WORDS);
    const weight = weigh(new Set(bare));
    return {
      article,
      template,
      words,
      pairs: new Set([...pairsOf(words), ...pairsOf(first)]),
      constantPairs: new Set(pairsOf(bare.slice(0, MOST_WORDS))),
      order: first,
      weight: weight >= ENOUGH_EXACTLY ? weight : weigh(new Set(words)) || 1,
    };
  }

  const entries: Entry[] = [];
  const postings = new Map<string, number[]>();
  const texts = new Map<string, string>();
  for (const { article, template, text, words } of drafts) {
    const entry = createEntry(article, template, words);
    for (const pair of entry.pairs) {
      const known = postings.get(pair);
      if (known) known.push(entries.length);
      else postings.set(pair, [entries.length]);
    }
    const key = `${article} ${template}`;
    if (!texts.has(key)) texts.set(key, text);
    entries.push(entry);
    yield;
  }

  /** Lines differ in times and values only, mostly. */
  const remembered = new Map<string, LogMatch[]>();

  function find(line: string): LogMatch[] {
    const text = stripPrefix(line);
    const words = wordsOf(text).slice(0, MOST_WORDS);
    const template = mask(text);
    const key = `${words.join(" ")}\n${template}`;
    const known = remembered.get(key);
    if (known) return known;
    const found = compare(createEntry(-1, template, words));
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(key, found);
    return found;
  }

  function compare(line: Entry): LogMatch[] {
    const votes = countVotes(line.pairs);
    const candidates = [...votes].sort(([a, few], [b, many]) => many - few || a - b).slice(0, MOST_CANDIDATES);
    const best = new Map<number, LogMatch>();
    for (const [at] of candidates) {
      const { article } = entries[at];
      const score = scoreEntry(entries[at], line);
      if (score > (best.get(article)?.score ?? 0)) best.set(article, { article, score, entry: at });
    }
    return [...best.values()].sort((a, b) => b.score - a.score || a.article - b.article).slice(0, MOST_FOUND);
  }

  /** The rarity of the pairs that each message shares with a line. */
  function countVotes(pairs: Set<string>): Map<number, number> {
    const votes = new Map<number, number>();
    for (const pair of pairs) {
      const places = postings.get(pair);
      if (!places || places.length > MOST_OF_A_PAIR) continue;
      const [first, second] = pair.split(" ");
      const rarity = rarityOf(first) + rarityOf(second);
      for (const entry of places) votes.set(entry, (votes.get(entry) ?? 0) + rarity);
    }
    return votes;
  }

  function scoreEntry(entry: Entry, line: Entry): number {
    const run = new Set<string>();
    for (const pair of entry.pairs) {
      if (line.pairs.has(pair)) for (const word of pair.split(" ")) run.add(word);
    }
    const shared = weigh(run);
    const ofMessage = Math.min(shared / entry.weight, 1);
    const ofLine = Math.min(shared / line.weight, 1);
    const isSame = entry.words.length === line.words.length && entry.words.every((word, at) => word === line.words[at]);
    const isFound =
      isEnough(run, shared, ofMessage, ofLine) ||
      (isSame && isDistinct(entry.words)) ||
      isInside(entry, line, run, shared);
    if (!isFound) return 0;
    const own = new Set(entry.words);
    const both = weigh(new Set(line.words.filter((word) => own.has(word))));
    const literally = line.template.includes(entry.template) ? LITERALLY : 0;
    return Number((both * (1 + ofMessage * 0.5 + ofLine * 0.5 + literally)).toFixed(4));
  }

  /** Whether enough weight is shared, and most of the message or of the line. */
  function isEnough(run: Set<string>, shared: number, ofMessage: number, ofLine: number): boolean {
    let isWhole = ofLine >= OF_LINE && (ofMessage >= WHOLE || ofLine >= WHOLE_LINE);
    if (areCommon(run)) isWhole = ofLine >= WHOLE_LINE && ofMessage >= WHOLE && run.size >= MANY_WORDS;
    return (
      run.size >= ENOUGH_WORDS &&
      shared >= (isWhole ? ENOUGH_OF_WHOLE : ENOUGH) &&
      ofMessage + ofLine >= OF_EITHER &&
      (ofMessage >= OF_MESSAGE || ofLine >= OF_LINE)
    );
  }

  /** Whether the line has the message as a whole, or many words of it in a row; then the rest does not matter. */
  function isInside(entry: Entry, line: Entry, run: Set<string>, shared: number): boolean {
    if (run.size < ENOUGH_WORDS || areCommon(run)) return false;
    const isPart = [...entry.constantPairs].every((pair) => line.pairs.has(pair));
    if (entry.weight >= ENOUGH_OF_WHOLE && entry.constantPairs.size >= ENOUGH_WORDS - 1 && isPart) return true;
    if (run.size < MANY_WORDS || shared < ENOUGH_IN_A_ROW) return false;
    return findChains(line.order, entry.pairs).some((chain) => {
      return chain.length >= MANY_WORDS && !areCommon(chain) && weigh(new Set(chain)) >= ENOUGH_IN_A_ROW;
    });
  }

  /** Whether a line that is just this message is about it: a short usual one may be anyone's. */
  const isDistinct = (words: string[]) => words.length >= ENOUGH_WORDS || !areCommon(words);

  function areCommon(words: Iterable<string>): boolean {
    for (const word of words) if (!common.has(word)) return false;
    return true;
  }

  function* anchors(): Generator<string> {
    for (const { template } of entries) yield* anchorsOf(template, common);
  }

  return {
    find,
    anchors,
    text: (at) => texts.get(`${entries[at].article} ${entries[at].template}`) ?? "",
    pairs: (at) => entries[at].pairs,
  };
}

/** The stretches of the words whose neighbours are all neighbours in the message, too. */
function findChains(words: string[], pairs: Set<string>): string[][] {
  const chains = [words.slice(0, 1)];
  for (let at = 1; at < words.length; at += 1) {
    if (pairs.has(`${words[at - 1]} ${words[at]}`)) chains.at(-1)?.push(words[at]);
    else chains.push([words[at]]);
  }
  return chains;
}

function countRarities(texts: string[][], common: Set<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const words of texts) {
    for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const total = texts.length + 1;
  for (const [word, count] of counts) {
    const rarity = Math.log(total / count) * (common.has(word) ? COMMON_WEIGHT : 1);
    counts.set(word, Math.round(rarity * PARTS));
  }
  return counts;
}
