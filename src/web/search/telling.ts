/**
 * Says how much a word tells about a query's subject, by how it is written. Chinese, Japanese and Korean words are
 * pairs of letters: "カス", "スタ", "タム" of "カスタム", and "ムを", "をし" of what joins it to the next word.
 */

import type { Level } from "./types.ts";

// Pairs of hiragana alone are endings and particles: "から" and "です" yes; "カラ", "出す" no.
const HIRAGANA = /^[\u3041-\u309f]+$/;
// Pairs with one hiragana letter, which join a word to its ending or to a particle: "消し" and "スを" yes; "削除" no.
const JOINING = /[\u3041-\u309f]/;
// Letters of scripts that are written without spaces: "ス" and "除" yes; "a" no.
const UNSPACED = /^[\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]/;
// What such pairs count of a word. Of 609 Japanese questions made of titles and descriptions .880 have the right
// first answer, with 1 for both .869; of ten that people wrote .9 and .7. 0.1 and 0.7 are as bad as 1.
const ENDING_WEIGHT = 0.3;
const JOINING_WEIGHT = 0.6;
// What a word counts among such pairs, of which a word of their scripts has two or three: "BAVID" in "BAVIDの計算方法".
// Of 30 questions in Japanese, Chinese and Korean that people would ask .90 have the right first answer, with 1 .87;
// with 1.5 as many.
const WORD_WEIGHT = 2;
// Levels of rarity that a pair loses when shards are chosen: more than there are for an ending. One that begins with
// an ending, "をし", says less than one that ends with it, "消し". Of ten Japanese questions that people wrote nine have
// the right first answer, with one level for both eight; of 200 pieces of titles and descriptions as many.
const ENDING_COST = 7;
const LEADING_COST = 3;
/** Whether a word is a pair of letters from a script without spaces. */
export const isPair = (word: string) => UNSPACED.test(word);

/** Returns the weight of a query's word among others that are as rare. */
export type Weigh = (word: string) => number;

/** Weighs a query's words by how they are written. */
export function weighByScript(words: string[]): Weigh {
  const ofWord = words.some(isPair) ? WORD_WEIGHT : 1;
  return (word) => {
    if (!isPair(word)) return ofWord;
    if (HIRAGANA.test(word)) return ENDING_WEIGHT;
    return JOINING.test(word) ? JOINING_WEIGHT : 1;
  };
}

/**
 * Orders words by how much their shards are worth opening: words that are not common first, of them the longest, from
 * as many words of the query as possible. Only an open shard shows whether a word exists.
 */
export function orderTelling(words: string[], commonness: Level): string[] {
  // How many pairs of the same word are before: two pairs of one word tell little more than one. Hiragana ends a word.
  let before = 0;
  const costs = words.map((word, at): [string, number] => {
    before = overlaps(words, at) && !HIRAGANA.test(word[0]) ? before + 1 : 0;
    return [word, commonness(word) + costOf(word) + before];
  });
  costs.sort(([one, less], [other, more]) => less - more || other.length - one.length);
  return costs.map(([word]) => word);
}

function costOf(word: string): number {
  if (HIRAGANA.test(word)) return ENDING_COST;
  return HIRAGANA.test(word[0]) ? LEADING_COST : 0;
}

/** Whether a pair shares a letter with the word before it. */
export const overlaps = (words: string[], at: number) => isPair(words[at]) && words[at - 1]?.at(-1) === words[at][0];
