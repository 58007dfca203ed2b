/** Recognises codes that no article explains, in the same steps as `errata.codes.recognise`. */

import { writeCode } from "../canonical.ts";
import { keyOf } from "./codes.ts";
import type { CodesAlike, FamilyCard, FamilyPattern, RecognisedCode } from "./types.ts";

// As in Python: characters of a question that are read, of one code, and around a code for its cue; codes of one
// question; letters and digits that codes may begin with.
const [LONGEST, LONGEST_CODE, REACH, MOST, SHORTEST_BEGINNING] = [300, 40, 80, 5, 2];
// "\u2011", "\u2212" yes; "-", "_" no.
const DASH = /[\u2010-\u2015\u2212]/g;
// Around a code: " ", "é", "[" yes; "x", "5", "-" before it and "-1" after it no.
const [START, END] = ["(?<![A-Za-z0-9_-])", "(?![A-Za-z0-9_]|-[A-Za-z0-9])"];
// "RED 520999", "RED_520999", "ORA12154" yes; "5RED", "RED" no.
const LETTERS_AND_NUMBER = /^([A-Z]{1,12})[ _-]?([0-9].*)$/;
// "red520999" of "what is red520999?", "ora-12154" yes; "2024", "v7.3" no.
const WORD_WITH_NUMBER = /(?<![A-Za-z0-9_.-])[A-Za-z]{1,12}[_-]?[0-9]{3,12}(?![A-Za-z0-9_-])/g;
// "80070424" yes; "0x80070424", "800704" no.
const HEXADECIMAL = /^[0-9A-F]{8}$/;
// "-2147023838", "2147943458" yes; "80070424", "-5" no.
const DECIMAL = /^-?[0-9]{10}$/;
const RANGE = 2 ** 32;
// Digits that an author hid: "xxxx" of "NMS-47xxxx", "#ID#", "****" yes; "xxx", "##" no.
const HIDDEN_DIGITS = /([xX]{4,6})|#[\p{L}\p{N}_]{1,12}#|\*{4,6}/gu;

/** Finds the codes of a question, from left to right; places refer to the plain question. */
export function recogniseCodes(question: string, families: FamilyPattern[]): RecognisedCode[] {
  const text = plainQuestion(question);
  const codes = dropOverlaps(families.flatMap((family) => findCodes(text, family))).slice(0, MOST);
  if (codes.length || !text) return codes;
  const words = Array.from(text.matchAll(WORD_WITH_NUMBER), ({ 0: word, index }) => ({ word, index }));
  for (const { word, index } of [{ word: text, index: 0 }, ...words]) {
    const code = [...word].length <= LONGEST_CODE && findWhole(word, families);
    if (code) return [{ ...code, start: index, end: index + word.length }];
  }
  return [];
}

/** Returns the question in one line, with plain letters, digits and hyphens. */
export function plainQuestion(text: string): string {
  const read = [...text.slice(0, 2 * LONGEST)].slice(0, LONGEST).join("").normalize("NFKC");
  return read.split(/\s+/).filter(Boolean).join(" ").replace(DASH, "-");
}

function findCodes(text: string, [family, pattern, canonical = "", cue = ""]: FamilyPattern): RecognisedCode[] {
  const hint = cue && new RegExp(cue, "i");
  return Array.from(text.matchAll(new RegExp(`${START}(?:${pattern})${END}`, "g")), ({ 0: surface, index }) => {
    const end = index + surface.length;
    const around = `${text.slice(Math.max(0, index - REACH), index)} ${text.slice(end, end + REACH)}`;
    const isMeant = !hint || hint.test(around);
    return isMeant ? [{ code: writeCode(canonical, surface), family, start: index, end }] : [];
  }).flat();
}

/** Finds the code of which a piece is another spelling. */
function findWhole(piece: string, families: FamilyPattern[]): RecognisedCode | undefined {
  for (const spelling of otherSpellings(piece.toUpperCase())) {
    for (const family of families) {
      const whole = findCodes(spelling, family).find(({ start, end }) => end - start === spelling.length);
      if (whole) return whole;
    }
  }
  return undefined;
}

function otherSpellings(text: string): string[] {
  const [, letters, number] = LETTERS_AND_NUMBER.exec(text) ?? [];
  const spellings = [text, ...(letters ? ["-", "", " "].map((between) => letters + between + number) : [])];
  if (HEXADECIMAL.test(text)) spellings.push(`0x${text}`);
  if (DECIMAL.test(text)) {
    const value = ((Number(text) % RANGE) + RANGE) % RANGE;
    spellings.push(`0x${value.toString(16).toUpperCase().padStart(8, "0")}`);
  }
  return spellings;
}

/** Drops overlapping codes, left to right; sorting is stable, so the first family wins. */
function dropOverlaps(codes: RecognisedCode[]): RecognisedCode[] {
  let last = 0;
  return [...codes]
    .sort((one, other) => one.start - other.start)
    .filter(({ start, end }) => {
      const isFree = start >= last;
      if (isFree) last = end;
      return isFree;
    });
}

/** Returns where the vendor documents a code, or else its family; empty if nowhere. */
export function documentationOf(code: string, card: FamilyCard | undefined): string {
  const texts: Record<string, string> = { code, lower: code.toLowerCase(), digits: code.replace(/\P{Nd}+/gu, "") };
  // In an address of a family: "{code}" and "{digits}".
  const page = card?.page.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(texts[name]));
  return page || card?.url || "";
}

/** Whether the digits that an author hid in a code may be those of another code. */
export function coversCode(mask: string, code: string): boolean {
  const escape = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  let [pattern, offset] = ["", 0];
  for (const { 0: hidden, 1: letters, index } of mask.matchAll(HIDDEN_DIGITS)) {
    pattern += `${escape(mask.slice(offset, index))}[0-9]${letters ? `{${letters.length}}` : "{1,10}"}`;
    offset = index + hidden.length;
  }
  return offset > 0 && new RegExp(`^${pattern}${escape(mask.slice(offset))}$`).test(code);
}

/** Finds the codes that a beginning stands for: "RED", "RED-52", "dlv*"; nothing for any other text. */
export function findCodesAlike(text: string, codes: [code: string, family: string][]): CodesAlike | undefined {
  const plain = plainQuestion(text);
  const prefix = plain.replace(/\*+$/, "");
  const key = keyOf(prefix);
  if (key.length < SHORTEST_BEGINNING || key.length > LONGEST_CODE || prefix.trim().includes(" ")) return undefined;
  const ids = [...new Set(codes.map(([, family]) => family))].sort();
  const ownCodes = (id: string) => codes.filter(([, family]) => family === id).map(([code]) => code).sort();
  // The id of a family may be a word, such as "EVENT": in lower case it counts only where its codes begin with it.
  const isMeant = (id: string) => id === prefix || ownCodes(id).some((code) => code.startsWith(id));
  const own = ids.find((id) => id.toUpperCase() === prefix.toUpperCase() && isMeant(id));
  if (own) return { name: own, family: own, codes: ownCodes(own) };
  const matching = codes.filter(([code]) => keyOf(code).startsWith(key));
  const hasBoth = /\p{L}/u.test(key) && /\p{Nd}/u.test(key);
  if (!matching.length || !(prefix !== plain || hasBoth)) return undefined;
  const meant = [...new Set(matching.map(([, family]) => family))];
  const family = meant.length === 1 ? meant[0] : "";
  return { name: `${prefix.toUpperCase()}\u2026`, family, codes: matching.map(([code]) => code).sort() };
}
