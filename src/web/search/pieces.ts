/** Patterns for the pieces of a query: for the parser of queries, and for that of unknown codes. */

import { TELLING_DIGITS } from "./codes.ts";

// With so many digits, a piece that also has letters is a code.
export const FEW_DIGITS = 3;
// Telling pieces of a question that is about little besides a number: "errno 28", "exit code 137".
const FEW_PIECES = 3;
// Letters that codes of one query may begin with, each of which is a file.
const MOST_STARTS = 3;
// The file of patterns that may begin with anything.
const ANY = "-";
// How long a name that ends with "error" must be to be the name of an exception and not the word itself.
const LONG_NAME = 10;
// A dotted name, and its last part: "java.lang.NullPointerException" yes; "version.1" and "a.b" no.
export const DOTTED_NAME = /^(?:[A-Za-z_$][A-Za-z0-9_]{0,80}[.$]){1,16}([A-Za-z_][A-Za-z0-9_]{2,100})$/;
// How names of exceptions end: "TypeError", "NETWORK_FAILURE" yes; "errors" no.
export const FAILURE = /(?:exception|error|fault|failure)$/i;
// Written as names in programs are: "pathNotFound", "XTKLink", "a_b" yes; "Campaign" and "URL" no.
const PROGRAM_NAME = /[a-z0-9][A-Z]|[A-Z]{2}[a-z]|_/;
// "0x7B" yes; "7B" and "0xg" no.
export const HEX = /^0x[0-9a-f]+$/i;

/** Returns the only piece, or the two pieces of one code, as one text. */
export function findLone(telling: string[]): string {
  if (telling.length === 1) return telling[0];
  const two = telling.length === 2 && /^\p{L}+$/u.test(telling[0]) && /^\p{Nd}+$/u.test(telling[1]);
  return two && countDigits(telling[1]) > FEW_DIGITS ? telling.join("-") : "";
}

export const isLoneCode = (telling: string[]) => mayBeCode(findLone(telling));

export function countDigits(piece: string): number {
  return (piece.match(/\p{Nd}/gu) ?? []).length;
}

export function mayBeCode(piece: string): boolean {
  return (
    countDigits(piece) >= FEW_DIGITS ||
    HEX.test(piece) ||
    PROGRAM_NAME.test(piece) ||
    DOTTED_NAME.test(piece) ||
    ([...piece].length >= LONG_NAME && FAILURE.test(piece))
  );
}

export const lastName = (piece: string) => piece.slice(piece.lastIndexOf(".") + 1);

// Characters that codes may begin with: "R" of "(RED-5", "エ" and "R" of "エR"; not "E" of "RED" or "5" of "-5".
const FIRST = /(?<![A-Za-z0-9_-])\S/gu;
// Numbers that are codes in hexadecimal, whose patterns begin with "0x": "80070424", "-2147023838" yes; "1603" no.
const LONG_NUMBER = /[0-9a-f]{8}/i;

/** Names the files of patterns of codes that a text may have; where it may begin many, the one of all. */
export function listPatternFiles(text: string, starts: string): string[] {
  const plain = text.normalize("NFKC").toLowerCase();
  const first = (LONG_NUMBER.test(plain) ? ` 0 ${plain}` : plain).match(FIRST) ?? [];
  const own = first.map((letter) => (/[a-z0-9]/.test(letter) ? letter : "_"));
  // Where no code begins so, one that begins with anything may.
  const letters = [...new Set(own.map((letter) => (starts.includes(letter) ? letter : ANY)))].filter((at) => starts.includes(at));
  return letters.length > MOST_STARTS ? ["unknown"] : letters.map((letter) => `unknown/${letter}`);
}

/** Whether a query whose pieces are known as no code may name one all the same. */
export function mayNameCode(text: string, telling: string[]): boolean {
  if (isLoneCode(telling) || text.endsWith("*")) return true;
  if (telling.length <= FEW_PIECES && /\p{Nd}/u.test(text)) return true;
  return telling.some((piece) => countDigits(piece) >= TELLING_DIGITS || isNumbered(piece) || isException(piece));
}

// "TS9999", "ora12154" yes; "v7.3", "2024" no.
const isNumbered = (piece: string) => countDigits(piece) >= FEW_DIGITS && /\p{L}/u.test(piece);

/** "DebugerException" yes; "exception" and "fault" no. */
export const isException = (piece: string) => /^\p{Lu}\p{L}{6,}$/u.test(piece) && FAILURE.test(piece);

/** Whether the index has a small file for a name: "FooException" and "a.FooException" yes; "ÄError" no. */
export const isFailure = (piece: string) => isException(lastName(piece)) && /^[\w.]{7,60}$/.test(piece);
