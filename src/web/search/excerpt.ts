/** Marks the words of a line that a query asks for. */

import { isPair } from "./telling.ts";
import { CJK, tokenize } from "./tokens.ts";
import type { ExcerptPiece, Stem } from "./types.ts";

// One Chinese, Japanese or Korean letter (first group), a word, or the text between words.
const PART = new RegExp(`([${CJK}])|(?:(?![${CJK}])[\\p{L}\\p{N}])+|[^\\p{L}\\p{N}]+`, "gu");

/** Splits the line into pieces; `words` are those of the query, as `tokenize` makes them. */
export function markExcerpt(line: string, words: Set<string>, stem: Stem): ExcerptPiece[] {
  const pieces: ExcerptPiece[] = [];
  for (const { 0: text, 1: letter, index } of line.matchAll(PART)) {
    const pairs = [line.slice(index - 1, index + 1), line.slice(index, index + 2), text];
    const mark = (letter ? pairs : tokenize(text, stem)).some((word) => words.has(word));
    const last = pieces.at(-1);
    if (last?.mark === mark) last.text += text;
    else pieces.push({ text, mark });
  }
  // Two letters alone belong to another word if the query's word has more: "ラー" of "エラー" in "スケジューラー".
  const isPart = ({ text }: ExcerptPiece) =>
    text.length === 2 && isPair(text) && [...words].some((word) => isPair(word) && (word[0] === text[1] || word[1] === text[0]));
  return pieces.map((piece) => (isPart(piece) ? { ...piece, mark: false } : piece));
}
