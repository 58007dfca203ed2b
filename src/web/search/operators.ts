/**
 * Reads what a question demands: "words in quotes" together, and none of -these. It is a separate script, which the
 * search engine loads for a question with quotes or dashes; `split` turns text into words.
 */

import { errata } from "../shared.ts";
import type { Fragment, Operators, PlaceReader } from "./types.ts";

type Split = (text: string) => string[];

// A phrase between spaces: "\"not found\"" and "„nicht gefunden“" yes; "id=\"5\"" and "5\" disk" no.
const PHRASE = /(?<!\S)["\u201c\u201d\u201e\xab]([^"\u201c\u201d\u201e\xab\xbb]{3,200})["\u201c\u201d\xbb](?!\S)/gu;
// Words to leave out, at the end: "crop -video -folder" yes; "java -jar x", "a - b", "rc=-1" and "--force" no.
// For "java -jar" see `isQuoted`.
const EXCLUDED = /(?:\s+-\p{L}{3,40}){1,8}$/u;
// Options of a command: "find x -type f" and "java -Xmx256m" yes; "a - b" and "x-y" no.
const OPTION = /(?<!\S)--?[\p{L}\p{Nd}]/u;
// An article with the phrase in its lines comes before one that only has its words.
const PHRASE_FACTOR = 4;

export function readOperators(query: string, split: Split): Operators {
  const excluding = EXCLUDED.exec(query)?.[0] ?? "";
  const before = query.slice(0, query.length - excluding.length);
  // More options than words, or options with digits among the words, are a command: "config -force -repair -all".
  const isCommand = OPTION.test(before) || before.split(/\s+/).length < excluding.split(/\s+-/).length - 1;
  const [text, excluded] = isCommand || !split(before).length ? [query, ""] : [before, excluding];
  const phrases = Array.from(text.matchAll(PHRASE), ([, phrase]) => split(phrase));
  const isPhrase = (words: string[]) => words.length > 1;
  // Takes each word as it is, without its parts: "-CamelCase" does not exclude "camel".
  const words = excluded.split(/\s+-/).filter(Boolean).map((word) => split(word)[0]);
  const dashed = plain(`${/\S*$/.exec(before)?.[0]}${excluded}`);
  return { text, phrases: phrases.filter(isPhrase), excluded: words.filter(Boolean), dashed };
}

/** Whether articles write exactly what looks like excluded words: "java -jar" then is part of a command. */
function isQuoted({ dashed }: Operators, fragments: Fragment[]): boolean {
  return fragments.some(({ title, lines }) => [title, ...lines].some((line) => plain(line).includes(dashed)));
}

const plain = (text: string) => text.toLowerCase().replace(/\s+/g, " ");

/** Keeps the scores of the articles that have every phrase's words, if any has, and none of the excluded ones. */
async function limitScores(
  scores: Map<number, number>,
  { phrases, excluded }: Operators,
  index: PlaceReader,
): Promise<Map<number, number>> {
  if (!phrases.length && !excluded.length) return scores;
  await index.open([...phrases.flat(), ...excluded]);
  const placesOf = (word: string) => new Set(index.match(word, 1)?.posting.kept.map(([place]) => place));
  const without = excluded.map(placesOf);
  const allowed = [...scores].filter(([place]) => !without.some((places) => places.has(place)));
  const required = phrases.flat().map(placesOf);
  const whole = allowed.filter(([place]) => required.every((places) => places.has(place)));
  // A quoted message may have values of its own: without an article that has all of its words, quotes mean nothing.
  return new Map(whole.length ? whole : allowed);
}

/** Returns the factor for an article's score if its lines have the phrases. */
function weighPhrases({ title, lines }: Fragment, { phrases }: Operators, split: Split): number {
  if (!phrases.length) return 1;
  const texts = [title, ...lines].map((line) => ` ${split(line).join(" ")} `);
  const present = phrases.filter((words) => texts.some((text) => text.includes(` ${words.join(" ")} `)));
  return PHRASE_FACTOR ** present.length;
}

/** The script that reads operators. */
export type OperatorReader = {
  readOperators: typeof readOperators;
  limitScores: typeof limitScores;
  weighPhrases: typeof weighPhrases;
  isQuoted: typeof isQuoted;
};

errata.operators = { readOperators, limitScores, weighPhrases, isQuoted };
