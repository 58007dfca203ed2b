/** Finds the articles of a lone number, or name of a failure, in a small file that `errata.search.shards` writes. */

import { keyOf } from "./codes.ts";
import { decodeNumbers, hashText } from "./digits.ts";
import { NOTHING } from "./nothing.ts";
import { isException, isFailure, lastName } from "./pieces.ts";
import { tokenize } from "./splitting.ts";
import type { CodeIndex, Findings, Fragment, ParsedQuery, WordsPlace } from "./types.ts";

// As in Python: "cq4259662", "1603" and "a1b23" yes; "v7" and "520025a" no.
const NUMBERED_WORD = /^(?=(?:[^0-9]*[0-9]){3}).*[0-9]$/;

/** Returns the numbers of the articles; undefined where that takes the words of the index. */
export async function findHolders(
  { telling }: ParsedQuery,
  { pieces }: CodeIndex,
  { files, root, numbers }: WordsPlace,
): Promise<string[] | undefined> {
  const [piece] = telling;
  if (telling.length !== 1 || !pieces) return undefined;
  const word = isFailure(piece) ? (await root()).stem(lastName(piece).toLowerCase()) : wordOfPiece(piece);
  if (!word) return undefined;
  const name = `i/${(hashText(word) % pieces).toString(36)}`;
  const written = (await files.get<Record<string, string>>(name))[word];
  if (written === undefined) return [];
  const isWhole = isException(piece) || word === keyOf(piece).toLowerCase();
  if (!written || !isWhole) return undefined;
  const all = await numbers();
  return decodeNumbers(written).map((place) => all[place]);
}

/** Returns the last word of a piece, if it ends with a number: "cq4259662" of "CQ-4259662"; nothing of "v7". */
function wordOfPiece(piece: string): string {
  const word = tokenize(lastName(piece), (text) => text).at(-1) ?? "";
  return NUMBERED_WORD.test(word) ? word : "";
}

/** Of a lone word that these articles have. */
export function describeHolders(query: ParsedQuery, numbers: string[]): Findings {
  const key = keyOf(query.telling[0]);
  const lineOf = ({ lines }: Fragment) => lines.find((line) => keyOf(line).includes(key)) ?? "";
  return { ...NOTHING, ...query, numbers, lineOf, words: tokenize(query.telling[0], NOTHING.stem) };
}
