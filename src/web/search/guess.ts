/**
 * Looks for a misspelled word in the whole index, and for completions of an unfinished word. It is a separate script,
 * which is loaded with the sketch, or with the words of a query that is being typed.
 */

import { errata } from "../shared.ts";
import { CORRECTED, SHORTEST_PART, heaviest, isLongWord, matchHeaviest } from "./corrections.ts";
import type { Correction, LostWord } from "./corrections.ts";
import type { IndexReader } from "./terms.ts";
import type { Level, TermMatch } from "./types.ts";

// How many shards are opened for each misspelled word, and for a single one, all at once: of 484 titles with a slip in
// five languages that nobody tuned on .979 are found first with three; with nine, in three round trips, .981.
const [AT_ONCE, MOST_OF_ONE] = [3, 5];
// Shorter texts begin too many words.
const SHORTEST_BEGINNING = 3;
// Shorter stems are left of too many words.
const SHORTEST_STEM = 5;
// How many words the last one may become while it is typed: the commonest.
const MOST_COMPLETIONS = 8;

/** Corrects words, opening all shards at once so that the answer does not depend on what arrives first. */
async function correctLost(lost: LostWord[], level: Level, index: IndexReader): Promise<Map<string, Correction>> {
  const guesses = lost.map(({ token, word, variants }) => {
    const likely = [...variants].map(([variant, weight]): [string, number] => [variant, weight * level(variant) ** 2]);
    return { token, weights: new Map(likely.filter(([, weight]) => weight)), parts: divide(word, level, index) };
  });
  const most = guesses.length > 1 ? AT_ONCE : MOST_OF_ONE;
  const shards = guesses.flatMap(({ weights }) => likelyShards(weights, index).slice(0, most));
  await index.openShards([...shards, ...guesses.flatMap(({ parts }) => parts.map((part) => index.root.shardOf(part)))]);
  const corrections = guesses.map(({ token, weights, parts }): [string, Correction] => {
    const matches = parts.map((word) => index.match(word, CORRECTED)).filter((match) => match !== undefined);
    return [token, { matches: matchHeaviest(weights, index), parts: matches.length === parts.length ? matches : [] }];
  });
  return new Map(corrections);
}

/** Divides a compound into its two words: "loginerror", "Datenbankverbindung"; returns none for others. */
function divide(spelled: string, level: Level, index: IndexReader): string[] {
  if (!isLongWord(spelled)) return [];
  let [best, parts]: [number, string[]] = [0, []];
  for (let offset = SHORTEST_PART; offset <= spelled.length - SHORTEST_PART; offset += 1) {
    const words = [spelled.slice(0, offset), spelled.slice(offset)].map(index.root.stem);
    // Both must be common enough to be words: a word may seem to exist by an accident of the sketch.
    const least = Math.min(...words.map(level));
    if (least > best) [best, parts] = [least, words];
  }
  return parts;
}

/** Returns the heaviest shard, then the shards of the heaviest other words. */
function likelyShards(weights: Map<string, number>, index: IndexReader): number[] {
  const sums = new Map<number, number>();
  const tops = new Map<number, number>();
  for (const [word, weight] of weights) {
    const shard = index.root.shardOf(word);
    sums.set(shard, (sums.get(shard) ?? 0) + weight);
    tops.set(shard, Math.max(tops.get(shard) ?? 0, weight));
  }
  const [main] = heaviest(sums);
  tops.delete(main);
  return sums.size ? [main, ...heaviest(tops)] : [];
}

/**
 * Adds what a word may become, or else an indexed word that it only extends. What is a word already, as "cal" is on the
 * way to "calendar", may become another.
 */
async function complete(matches: TermMatch[], token: string, index: IndexReader): Promise<void> {
  const letters = [...token];
  if (letters.length < SHORTEST_BEGINNING) return;
  const completions = await index.findBeginning(token);
  const known = completions.map((word) => index.match(word, CORRECTED)).filter((match) => match !== undefined);
  known.sort((one, other) => other.posting.total - one.posting.total || (one.word < other.word ? -1 : 1));
  const likely = known.filter(({ word }) => word !== token).slice(0, MOST_COMPLETIONS);
  const words = new Set(likely.map(({ word }) => word));
  const whole = matches.splice(0).filter(({ word }) => !words.has(word));
  // What it may be misspelled for comes last, and so does a rarer word.
  const isFirst = whole[0]?.word === token && whole[0].word === known[0].word;
  const all = isFirst ? [...whole, ...likely] : [...likely, ...whole];
  // All count as rare as the commonest: which of them is meant does not make the others rarer.
  matches.push(...all.map((match) => ({ ...match, rarity: Math.min(match.rarity, all[0].rarity) })));
  // The index has words without their endings: for "deliverie" it has "deliver".
  for (let end = letters.length - 1; !matches.length && end >= SHORTEST_STEM; end -= 1) {
    const stem = letters.slice(0, end).join("");
    const match = index.match(stem, CORRECTED);
    if (match) matches.push(match);
  }
}

/** The script that looks for a word in the whole index. */
export type Guesser = { correctLost: typeof correctLost; complete: typeof complete };

errata.guesser = { correctLost, complete };
