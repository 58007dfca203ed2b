/**
 * Finds the articles whose messages a line of a log contains, or is a part of: what
 * `errata.messages.match.MessageIndex` does in Python, with the same numbers.
 */

import limits from "../../errata/data/log_limits.json" with { type: "json" };
import { mask, stripPrefix } from "../messages/mask.ts";
import {
  DECIMAL,
  areSame,
  fieldsOf,
  findChains,
  goesOnOtherwise,
  hasRow,
  isPart,
  mayBeWholeField,
  rawWords,
  shareARow,
  shareOneName,
  tellsOfFailure,
} from "./likeness.ts";
import { LineMemory } from "./remembered.ts";
import {
  CODE,
  MOST_WORDS,
  PLACEHOLDER,
  anchorsOf,
  constantWords,
  countWords,
  hasQuotes,
  isCommon,
  pairsOf,
  splitFields,
  tellingDigits,
  wordsOf,
} from "./words.ts";
import type { Fields } from "./words.ts";

const matching = limits.matching;
// How many lines have their answers remembered: a log repeats itself.
const MOST_REMEMBERED = 2_000;
// "403" of "(403)" yes; "5", "1234567" and "12" of "v12" no.
const NUMBER = /(?<![0-9A-Za-z])[0-9]{2,5}(?![0-9A-Za-z])/g;
// Before a colon, where an author types one: "'class' : base" yes; "std::map", "a :b" no.
const LOOSE_COLON = / +(?=[:：](?: |$))/g;
// What ends a message that is a sentence.
const ENDS = /^[ .!。]+|[ .!。]+$/g;
// "é" yes; "e" no.
const NOT_ASCII = /[^\0-\x7f]/;

export interface LogMatch {
  /** The place in the list of articles. */
  article: number;
  score: number;
  /** The place of the message. */
  entry: number;
}

interface Answer {
  found: LogMatch[];
  /** The numbers that the found messages contain: the order depends on which of them the line has. */
  numbers: Set<string>;
}

export interface MessageIndex {
  /** Returns one match an article, the best first. */
  find(line: string): LogMatch[];
  /** Whether a line with these anchors may have a message with one of them; this check is cheap. */
  mayHave(line: string, anchors: Iterable<string>): boolean;
  /** The anchors of all messages: a line without any of them need not be compared. */
  anchors(): Iterable<string>;
  /** The message as the article quotes it; of several with one template always the same. */
  text(entry: number): string;
  pairs(entry: number): Set<string>;
}

/** A message, or the line that is looked up. */
export interface Entry {
  article: number;
  text: string;
  template: string;
  /** The message without the code, which a log may lack. Authors type a space before a colon, programs do not. */
  literal: string;
  bareWords: string[];
  words: string[];
  /** The words without the code, including those in quotation marks. */
  own: string[];
  /** Word pairs with quoted values between the words and without, since the values differ. */
  pairs: Set<string>;
  /** The pairs that are the same every time: outside quotation marks and without the code. */
  constantPairs: Set<string>;
  /** The same words, divided where values stand. */
  pieces: string[][];
  /** The words outside quotation marks. */
  fields: Fields;
  numbers: Set<string>;
  /** Whether every word outside quotation marks is one that any log has. */
  isUsual: boolean;
  /** Whether the line's format marks it as a failure. */
  isFailure: boolean;
  /** Whether the line has no time or level. */
  isBare: boolean;
  weight: number;
}

/**
 * `messages` are sorted by article and text; `titles` are by article. It pauses often, so that the page stays
 * responsive.
 */
export function* createMessageIndex(
  messages: [article: number, text: string][],
  titles: string[],
  common: Set<string>,
): Generator<undefined, MessageIndex> {
  const drafts: { article: number; text: string; template: string; words: string[] }[] = [];
  for (const [article, text] of messages) {
    drafts.push({ article, text, template: mask(text), words: wordsOf(text) });
    yield;
  }
  // In a small knowledge base a word counts as no less rare than among so many messages.
  const total = Math.max(messages.length + 1, matching.FEWEST_MESSAGES);
  const rarities = countRarities(drafts.map((draft) => draft.words), common, total);
  const unknown = Math.round((Math.log(total) / 2) * matching.PARTS);
  const telling = matching.TELLING * Math.log(total);
  const rarityOf = (word: string) => rarities.get(word) ?? unknown;

  /** `words` must be distinct. */
  function weigh(words: Iterable<string>): number {
    let sum = 0;
    for (const word of words) sum += rarityOf(word);
    return sum / matching.PARTS;
  }

  function createEntry(article: number, text: string, template: string, words: string[]): Entry {
    const fields = splitFields(text);
    const withoutCode = template.replace(CODE, "").replace(/^ +| +$/g, "");
    const bareWords = constantWords(withoutCode);
    const weight = weigh(new Set(bareWords));
    return {
      article,
      text,
      template,
      literal: (article < 0 ? template : withoutCode).replace(LOOSE_COLON, ""),
      bareWords: bareWords.slice(0, MOST_WORDS),
      words,
      own: article < 0 ? [] : wordsOf(text.replace(CODE, "")),
      isUsual: article >= 0 && areCommon(bareWords),
      isFailure: false,
      isBare: false,
      // Without quotation marks both sets are the same.
      pairs: new Set(article >= 0 || hasQuotes(text) ? [...pairsOf(words), ...pairsOf(fields.words)] : pairsOf(words)),
      constantPairs: new Set(pairsOf(bareWords.slice(0, MOST_WORDS))),
      pieces: article < 0 ? [] : withoutCode.split(PLACEHOLDER).map(constantWords).filter((piece) => piece.length > 0),
      fields,
      numbers: new Set(text.match(NUMBER)),
      weight: weight >= matching.ENOUGH_EXACTLY ? weight : weigh(new Set(words)) || 1,
    };
  }

  const entries: Entry[] = [];
  const postings = new Map<string, number[]>();
  const texts = new Map<string, string>();
  const byAnchor = new Map<string, number[]>();
  const counts = new Map<number, number>();
  const countOf = (article: number) => counts.get(article) ?? 0;
  for (const [article] of messages) counts.set(article, countOf(article) + 1);
  const subjects = titles.map((title) => constantWords(title).filter((word) => !isCommon(word, common)));
  for (const { article, template, text, words } of drafts) {
    const entry = createEntry(article, text, template, words);
    for (const anchor of new Set(anchorsOf(text, template, common))) {
      const places = byAnchor.get(anchor);
      if (places) places.push(entries.length);
      else byAnchor.set(anchor, [entries.length]);
    }
    for (const pair of entry.pairs) {
      const places = postings.get(pair);
      if (places) places.push(entries.length);
      else postings.set(pair, [entries.length]);
    }
    const key = `${article} ${template}`;
    if (!texts.has(key)) texts.set(key, text);
    entries.push(entry);
    yield;
  }

  const memory = new LineMemory<LogMatch[]>(tellingDigits, (text) => text.match(NUMBER) ?? []);
  /** Answers by the masked line. */
  const remembered = new Map<string, Answer>();

  function find(line: string): LogMatch[] {
    const text = stripPrefix(line);
    const isFailure = tellsOfFailure(line);
    const isBare = text === line.trim();
    const place = `${text}\n${isFailure ? "!" : ""}${isBare ? "." : ""}`;
    const earlier = memory.get(place);
    if (earlier) return earlier;
    const { found, numbers } = findNew(text, isFailure, isBare);
    memory.add(place, found, numbers);
    return found;
  }

  function findNew(text: string, isFailure: boolean, isBare: boolean): Answer {
    const words = wordsOf(text).slice(0, MOST_WORDS);
    const template = mask(text);
    const key = `${words.join(" ")}\n${template}\n${text.match(NUMBER)?.join(" ") ?? ""}\n${isFailure}\n${isBare}`;
    const earlier = remembered.get(key);
    if (earlier) return earlier;
    const compared = compare({ ...createEntry(-1, text, template, words), isFailure, isBare });
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(key, compared);
    return compared;
  }

  function compare(line: Entry): Answer {
    const votes = countVotes(line.pairs);
    const candidates = [...votes].sort(([a, few], [b, many]) => many - few || a - b);
    const best = new Map<number, LogMatch>();
    const numbers = new Set<string>();
    for (const [index] of candidates.slice(0, matching.MOST_CANDIDATES)) {
      const { article } = entries[index];
      const score = scoreEntry(entries[index], line);
      if (score > 0) for (const number of entries[index].numbers) numbers.add(number);
      if (score > (best.get(article)?.score ?? 0)) best.set(article, { article, score, entry: index });
    }
    return { found: sortArticles([...best.values()]).slice(0, matching.MOST_FOUND), numbers };
  }

  /**
   * An article that is titled with its message comes before an index of such articles, which may quote it without the
   * code. Of those that quote it alike, first the one whose title has its words; a collection of messages is less
   * about this one.
   */
  function sortArticles(matches: LogMatch[]): LogMatch[] {
    const least = matching.NEARLY * Math.max(...matches.map(({ score }) => score));
    const aboutIt = ({ article, entry }: LogMatch) =>
      weigh(new Set(subjects[article].filter((word) => entries[entry].words.includes(word))));
    const isTitled = (match: LogMatch) =>
      Number(match.score >= least && aboutIt(match) >= matching.OF_TITLED * entries[match.entry].weight);
    const sizeOf = (article: number) => Math.floor(countOf(article) / matching.COLLECTION);
    return matches.sort(
      (a, b) =>
        isTitled(b) - isTitled(a) ||
        b.score - a.score ||
        aboutIt(b) - aboutIt(a) ||
        sizeOf(a.article) - sizeOf(b.article) ||
        a.article - b.article,
    );
  }

  /** Adds up for each message the rarity of the pairs that it shares with a line. */
  function countVotes(pairs: Set<string>): Map<number, number> {
    const votes = new Map<number, number>();
    for (const pair of pairs) {
      const places = postings.get(pair);
      if (!places || places.length > matching.MOST_OF_A_PAIR) continue;
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
    if (run.size < matching.ENOUGH_WORDS && !mayBeWholeField(entry, line)) return 0;
    const [field, value] = fieldsOf(entry, line.fields);
    const isValue = areSame(field, value);
    const weight = Math.min(line.weight, weigh(new Set(field)) || line.weight);
    const ofMessage = Math.min(shared / entry.weight, 1);
    const ofLine = Math.min(shared / weight, 1);
    // Names of values are no evidence.
    const words = new Set([...run].filter((word) => !line.fields.keys.has(word)));
    const isFound =
      isEnough(words, shared, [ofMessage, ofLine], [isValue, isPart(entry, line)]) ||
      (areSame(entry.words, line.words) && isDistinct(entry.words)) ||
      (areSame(entry.fields.words, field) && mayBeField(field, isValue)) ||
      isInside(entry, line, words, shared) ||
      isBeginning(entry, field, line.fields.keys) ||
      (entry.isUsual && (isCued(entry, line, field, value) || isNothingElse(entry, line)));
    if (!isFound) return 0;
    if (shareOneName(entry, line)) return 0;
    const isOther = goesOnOtherwise(entry, line.fields, common) || !shareARow(entry, line);
    if (isOther && !isPart(entry, line)) return 0;
    const own = new Set(entry.words);
    const weightOfShared = weigh(new Set(line.words.filter((word) => own.has(word))));
    // A person may paste a sentence of several.
    const isLiteral = line.literal.includes(entry.literal) || entry.literal.includes(line.literal.replace(ENDS, ""));
    const literally = isLiteral ? matching.LITERALLY : 0;
    let same = 0;
    for (const number of entry.numbers) if (line.numbers.has(number)) same += 1;
    same = (same / (entry.numbers.size || 1)) * matching.SAME_NUMBERS;
    const factor = 1 + ofMessage * 0.5 + ofLine * 0.5 + literally + same;
    const isList = countOf(entry.article) >= matching.LIST;
    return Number((weightOfShared * factor * (isList ? matching.OF_LIST : 1)).toFixed(4));
  }

  /** Whether enough weight is shared, and most of the message or of the line; all of it if the words are usual. */
  function isEnough(
    run: Set<string>,
    shared: number,
    [ofMessage, ofLine]: [number, number],
    [isValue, isPart]: [boolean, boolean],
  ): boolean {
    const [wholeMessage, wholeLine] = [ofMessage >= matching.WHOLE, ofLine >= matching.WHOLE_LINE];
    const isAll = wholeLine && isValue;
    const unusual = countUnusual(run, new Set());
    if (unusual < matching.LEAST_UNUSUAL && !(wholeMessage && isPart) && !isAll) return false;
    const isWhole = unusual
      ? ofLine >= matching.OF_LINE && (wholeMessage || wholeLine)
      : isAll && wholeMessage && run.size >= matching.MANY_WORDS;
    const isTelling =
      ofMessage >= matching.LEAST_OF_MESSAGE || (shared >= telling && run.size > matching.ENOUGH_WORDS);
    return (
      run.size >= matching.ENOUGH_WORDS &&
      shared >= (isWhole ? matching.ENOUGH_OF_WHOLE : matching.ENOUGH) &&
      ofMessage + ofLine >= matching.OF_EITHER &&
      (ofMessage >= matching.OF_MESSAGE || (ofLine >= matching.OF_LINE && isTelling))
    );
  }

  /** Whether the line contains the whole message, or many words of it in a row; the rest does not matter then. */
  function isInside(entry: Entry, line: Entry, run: Set<string>, shared: number): boolean {
    if (run.size < matching.ENOUGH_WORDS || areCommon(run)) return false;
    if (isPart(entry, line) && entry.weight >= matching.ENOUGH_OF_WHOLE) return true;
    if (run.size < matching.MANY_WORDS || shared < matching.ENOUGH_IN_A_ROW) return false;
    const rows = findChains(line.fields.words, entry.pairs).filter((chain) => chain.length >= matching.MANY_WORDS);
    const words = new Set(rows.flat());
    // Two runs of words are not a coincidence, even if the words are usual, and neither is a long one.
    const least = rows.length === 1 && rows[0].length < matching.DISTINCT_ROW ? matching.LEAST_UNUSUAL : 1;
    return countUnusual(words, line.fields.keys) >= least && weigh(words) >= matching.ENOUGH_IN_A_ROW;
  }

  /** Whether a field is the beginning of a message: a message continues on other lines, or is cut. */
  const isBeginning = ({ bareWords }: Entry, field: string[], keys: Set<string>) =>
    field.filter((word) => !keys.has(word)).length >= matching.BEGINNING &&
    areSame(bareWords.slice(0, field.length), field) &&
    countUnusual(field, new Set()) > 0 &&
    weigh(new Set(field)) >= matching.ENOUGH;

  /**
   * Whether a message of usual words is there and something says that it counts: a name in it, such as
   * `find 'fusion' element`, the level of a line that says nothing else, or a word of the article's title.
   */
  function isCued(entry: Entry, line: Entry, field: string[], value: string[]): boolean {
    if (countWords(entry.own) >= matching.ENOUGH_WORDS && !areCommon(entry.own)) return hasRow(line.words, entry.own);
    if (entry.bareWords.length >= matching.WHOLE_USUAL && isPart(entry, line)) return line.isFailure;
    if (!areSame(entry.fields.words, field)) return false;
    if (countWords(field) >= matching.ENOUGH_WORDS && areSame(value, field) && line.isFailure) return true;
    const own = new Set(entry.words);
    return subjects[entry.article].some((word) => !own.has(word) && line.words.includes(word));
  }

  /** Whether the whole line is a message, without a time or a level before it. */
  const isNothingElse = ({ literal }: Entry, line: Entry) =>
    line.isBare && line.literal.replace(ENDS, "").toLowerCase() === literal.replace(ENDS, "").toLowerCase();

  function mayHave(line: string, anchors: Iterable<string>): boolean {
    if (NOT_ASCII.test(line)) return true;
    const words = rawWords(line);
    for (const anchor of anchors) {
      const places = byAnchor.get(anchor) ?? [];
      if (places.length > matching.MOST_OF_AN_ANCHOR || places.some((at) => mayBe(entries[at], words))) return true;
    }
    return false;
  }

  /** Whether a line of these words, in whatever order, may have a message. */
  function mayBe(entry: Entry, words: Set<string>): boolean {
    const shared = new Set(entry.words.filter((word) => words.has(word)));
    const weight = weigh(shared);
    if (weight >= telling || weight >= matching.LEAST_OF_MESSAGE * entry.weight) return true;
    if (shared.size >= matching.MANY_WORDS && weight >= matching.ENOUGH_IN_A_ROW) return true;
    const beginnings = [entry.words, entry.fields.words, entry.bareWords];
    return beginnings.some((beginning) => beginning.slice(0, 2).every((word) => words.has(word)));
  }

  /** Whether a line that consists of the message is about it: a short usual message may be anyone's. */
  const isDistinct = (words: string[]) => countWords(words) >= matching.ENOUGH_WORDS || !areCommon(words);

  /** Whether a field that consists of the message is about it: a sentence has two of its words by chance. */
  const mayBeField = (field: string[], isValue: boolean) =>
    (countWords(field) >= matching.ENOUGH_WORDS || isValue) && !areCommon(field);

  /** Counts the words that not every log has; numbers are everywhere and do not count. */
  const countUnusual = (words: Iterable<string>, keys: Set<string>) =>
    [...new Set(words)].filter((word) => !(isCommon(word, common) || keys.has(word) || DECIMAL.test(word))).length;

  function areCommon(words: Iterable<string>): boolean {
    for (const word of words) if (!isCommon(word, common)) return false;
    return true;
  }

  return {
    find,
    mayHave,
    anchors: () => byAnchor.keys(),
    text: (at) => texts.get(`${entries[at].article} ${entries[at].template}`) ?? "",
    pairs: (at) => entries[at].pairs,
  };
}

function countRarities(texts: string[][], common: Set<string>, total: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const words of texts) {
    for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  for (const [word, count] of counts) {
    const rarity = Math.log(total / count) * (isCommon(word, common) ? matching.COMMON_WEIGHT : 1);
    counts.set(word, Math.round(rarity * matching.PARTS));
  }
  return counts;
}
