/**
 * Reads a query whose code is not known. It is a separate script, which the search engine loads once a query looks like
 * a code but is not one.
 */

import { errata } from "../shared.ts";
import { TELLING_DIGITS } from "./codes.ts";
import type { CodeLookup } from "./codes.ts";
import { findNear, nearCodes, nearestNumbers } from "./near.ts";
import { DOTTED_NAME, FAILURE, FEW_DIGITS, HEX, countDigits, findLone, isException, mayBeCode } from "./pieces.ts";
import { coversCode, documentationOf, findCodesAlike, plainQuestion, recogniseCodes } from "./recognise.ts";
import type {
  CodeGroup,
  CodeIndex,
  CodesAlike,
  FamilyPattern,
  ParsedQuery,
  PlaceReader,
  UnknownCode,
  UnknownParts,
  UnknownPlace,
} from "./types.ts";
import { showUnknown } from "./unknown_parts.ts";

// How many codes are offered: more would be a guess.
const MOST_NEAR = 3;
// "404" yes; "11" and "7.3" no.
const NUMBER = /^\p{Nd}{3,}$/u;
// The family of the names of exceptions.
const EXCEPTION = "EXCEPTION";
/** The query with what is known of its codes: their families, near ones. */
function parseUnknown(query: ParsedQuery, index: CodeIndex, families: FamilyPattern[]): ParsedQuery {
  const recognised = recogniseCodes(query.text, families);
  if (!recognised.length) return parseWithoutFamily(query, index);
  const codes = [...index.rows.keys()];
  // "JST-#ID#" covers every code of its family: a code at one error takes precedence.
  const isMasked = (code: string) => !nearCodes(code, index.lookup).length && codes.some((mask) => isMask(mask, code));
  const isMask = (mask: string, code: string) => index.rows.get(mask)?.kind === "m" && coversCode(mask, code);
  const indexed = recognised.flatMap(({ code }) => (index.rows.has(code) ? [code] : []));
  const isOf = (code: string, family: string) => {
    const row = index.rows.get(code);
    return row?.family === family && row.kind === "e";
  };
  const masks = recognised.flatMap(({ code }) => (isMasked(code) ? codes.filter((mask) => isMask(mask, code)) : []));
  const unknown = recognised
    .filter(({ code }) => !index.rows.has(code) && !isMasked(code))
    .map(({ code, family }) => {
      const own = codes.filter((other) => isOf(other, family));
      const near = nearCodes(code, index.lookup);
      return { code, family, near, neighbours: near.length ? [] : nearestNumbers(code, own) };
    });
  const meant = [...new Set([...indexed, ...masks])];
  const remaining = restOf(query, recognised);
  const near = unknown.flatMap(({ code }) => findNear(code, index.lookup)).slice(0, MOST_NEAR);
  const read = { codes: meant, near: meant.length ? [] : near, unknown };
  if (remaining.length) return { ...query, ...read, kind: "words", near: [] };
  return { ...query, ...read, kind: meant.length ? "code" : near.length ? "near" : "none" };
}

/**
 * Returns the telling pieces of a query that do not belong to its codes; numbers alone go with the code:
 * "[HY000] [2002]".
 */
function restOf({ text, telling }: ParsedQuery, recognised: { start: number; end: number }[]): string[] {
  const plain = plainQuestion(text);
  let [remaining, offset] = ["", 0];
  for (const { start, end } of recognised) {
    remaining += `${plain.slice(offset, start)} `;
    offset = end;
  }
  const outside = new Set((remaining + plain.slice(offset)).split(/[^\p{L}\p{N}_]+/u));
  return telling.filter((piece) => {
    const words = piece.split(/[^\p{L}\p{N}_]+/u).filter((word) => /\p{L}/u.test(word));
    return words.some((word) => outside.has(word));
  });
}

/** Near codes, codes that begin so, or a promise that a piece must be known as a whole. */
function parseWithoutFamily(query: ParsedQuery, { lookup, rows, families }: CodeIndex): ParsedQuery {
  const parsed = parseLone(query, lookup);
  if (parsed.near.length || parsed.codes.length) return parsed;
  const errors = [...rows].filter(([, { kind }]) => kind === "e");
  const alike = findCodesAlike(query.text, errors.map(([code, { family }]) => [code, family]));
  if (!alike) return { ...parsed, unknown: findException(parsed, families) };
  // A family's name may be a word, too, unless it ends with a star.
  const isWord = alike.name === alike.family && !query.text.endsWith("*");
  return { ...query, kind: isWord ? "words" : "code", alike };
}

/** Finds a lone name of an exception, where others are known: "FooBarException" is one that no article explains. */
function findException({ telling }: ParsedQuery, families: string[]): ParsedQuery["unknown"] {
  const lone = telling.length === 1 ? (DOTTED_NAME.exec(telling[0])?.[1] ?? telling[0]) : "";
  return isException(lone) && families.includes(EXCEPTION) ? [{ code: lone, family: EXCEPTION, near: [], neighbours: [] }] : [];
}

function parseLone(query: ParsedQuery, lookup: CodeLookup): ParsedQuery {
  const { telling } = query;
  // Few digits mean a code next to one word, if an article has both: "MySQL 1045", "AEM 500".
  const number = telling.length === 2 && telling.find((piece) => NUMBER.test(piece));
  const codes = number ? lookup.find(number).matches : [];
  if (codes.length) return { ...query, codes, whole: telling.join(" ") };
  const lone = findLone(telling);
  if (lone && mayBeCode(lone)) {
    const near = findBest(lone, lookup);
    if (near.length) return { ...query, kind: "near", near };
    // Two words are known as a whole where an article has both: "installer 1603". A long number is enough.
    const long = telling.filter((piece) => countDigits(piece) >= TELLING_DIGITS);
    const whole = telling.length > 1 && long.length ? long : telling;
    return { ...query, whole: mustBeKnown(lone) ? whole.join(" ") : "" };
  }
  const pieces = telling.filter((piece) => countDigits(piece) >= TELLING_DIGITS || isException(piece));
  return { ...query, near: pieces.flatMap((piece) => findBest(piece, lookup)).slice(0, MOST_NEAR) };
}

function mustBeKnown(piece: string): boolean {
  const constant = piece.includes("_") && piece.toUpperCase() === piece;
  return countDigits(piece) >= FEW_DIGITS || HEX.test(piece) || constant || FAILURE.test(piece);
}

/** Returns the best codes: those that begin with the same letters first. */
function findBest(piece: string, lookup: CodeLookup): string[] {
  const codes = findNear(DOTTED_NAME.exec(piece)?.[1] ?? piece, lookup);
  const prefix = piece.slice(0, 3).toUpperCase();
  const isOther = (code: string) => Number(code.slice(0, 3).toUpperCase() !== prefix);
  return codes.sort((one, other) => isOther(one) - isOther(other)).slice(0, MOST_NEAR);
}

async function describe(query: ParsedQuery, place: UnknownPlace): Promise<UnknownParts> {
  const [unknown, group] = await Promise.all([
    Promise.all(query.unknown.map((code) => describeCode(code, place))),
    query.alike && describeGroup(query.alike, place),
  ]);
  return { unknown, group };
}

async function describeCode(
  { code, family, near, neighbours }: ParsedQuery["unknown"][0],
  { familyOf, linkTo }: UnknownPlace,
): Promise<UnknownCode> {
  const [card, ...codes] = await Promise.all([familyOf(family), ...[...near, ...neighbours].map(linkTo)]);
  const documentation = documentationOf(code, card);
  return { code, card, documentation, near: codes, isSlip: near.length > 0 };
}

async function describeGroup({ name, family, codes }: CodesAlike, { familyOf, linkTo }: UnknownPlace): Promise<CodeGroup> {
  const [card, ...links] = await Promise.all([family ? familyOf(family) : undefined, ...codes.map(linkTo)]);
  return { name, card, codes: links };
}

/**
 * Returns the articles with all telling words of a lone piece: its ends, and those with digits. Returns nothing if any
 * article may have them.
 */
async function findHolders(words: string[], index: PlaceReader): Promise<number[] | undefined> {
  const parts = words.filter((word, at) => !at || at === words.length - 1 || !/^\p{L}+$/u.test(word));
  await index.open(parts);
  const postings = parts.map((word) => index.match(word, 1)?.posting);
  if (!postings.every((posting) => posting !== undefined)) return [];
  // For a word in very many articles the index keeps only the best places; such a word counts as being in every
  // article.
  const full = postings.filter(({ total, kept }) => total === kept.length);
  const [first, ...others] = full.map(({ kept }) => kept.map(([place]) => place));
  return first?.filter((place) => others.every((places) => places.includes(place)));
}

/** The part of the engine that is loaded once a query looks like a code but is not one. */
export type UnknownReader = {
  parse: typeof parseUnknown;
  describe: typeof describe;
  findHolders: typeof findHolders;
  show: typeof showUnknown;
};

errata.unknown = { parse: parseUnknown, describe, findHolders, show: showUnknown };
