/**
 * Reads what is not a code as a whole: a line of words, a log, an article's number, an unknown code. It is a script of
 * its own beside the engine's: a box loads it as soon as a reader comes to it, and the answer to a code needs none of it.
 */

import { errata } from "../shared.ts";
import { isLong } from "../text.ts";
import { keyOf } from "./codes.ts";
import { findHidden } from "./hidden.ts";
import { describeHolders, findHolders } from "./holders.ts";
import { decodeRoot, decodeSketch, listShards } from "./index_root.ts";
import { EMPTY_QUERY, NOTHING, isFound } from "./nothing.ts";
import { isFailure, isLoneCode, listPatternFiles, mayNameCode } from "./pieces.ts";
import { findCodesInAddress, findNamedCodes, isLog, nameInAddress, namesCode, parseLine, parseLog, readRoughly } from "./query.ts";
import type { CodeIndex, FamilyPattern, Findings, ParsedQuery, QuestionPlace, WordsPlace } from "./types.ts";

// How many codes have their cards shown above the results.
const MOST_CARDS = 5;
// A longer text is not meant as a number.
const LONGEST_NUMBER = 40;
// The digits of an article number without what stands before them: "4014346" yes; "1603" no, which is more likely an
// error's.
const BARE = /^\d{5,}$/;

/** What one question needs. */
type Place = QuestionPlace & WordsPlace;

/** Returns codes that are meant without their articles; `onCodes` is called once codes are known. */
async function findAnswer(
  text: string,
  typing: boolean,
  given: QuestionPlace,
  onCodes: (codes: string[]) => void,
): Promise<ParsedQuery | Findings> {
  const { files } = given;
  const place: Place = { ...given, root: () => files.get("root", decodeRoot), levels: () => files.get("sketch", decodeSketch) };
  // 1. The query is read: codes, a log or words.
  const read = await parse(text, place);
  const isOpen = read.kind === "words" && !read.codes.length;
  // 2. An article's number, however it is written, finds that article; what may be a code is looked up.
  const number = isOpen && (await findNumber(read, Boolean(nameInAddress(text)), place));
  if (number) return { ...NOTHING, kind: "words", numbers: [number] };
  const parsed = isOpen ? await parseUnknown(read, place) : read;
  onCodes(parsed.codes.slice(0, MOST_CARDS));
  // Families come beside the cards of near codes.
  for (const { family } of [...parsed.unknown, ...(parsed.alike ? [parsed.alike] : [])]) if (family) void place.familyOf(family);
  if (isFound(parsed) || (parsed.kind !== "words" && parsed.kind !== "log")) return parsed;
  loadShards(parsed, place);
  return (await place.words()).find(parsed, typing, place);
}

/** Reads a query. A long text is not a code: for a log without one, the codes are not even loaded. */
async function parse(text: string, place: Place): Promise<ParsedQuery> {
  if (isLog(text) && isLong(text) && !namesCode(text)) return maskLog(text, place);
  const { lookup, usual } = await place.codes();
  const name = nameInAddress(text);
  const codes = name ? findCodesInAddress(name, text, lookup) : [];
  if (codes.length) return { ...EMPTY_QUERY, kind: "code", text: name, codes };
  if (isLog(text)) {
    const named = findNamedCodes(text, lookup);
    // Their cards come beside the masker.
    place.articlesOf(named).catch(ignore);
    return { ...(await maskLog(text, place)), codes: named };
  }
  // The words of a title that is in an address; the hyphens of a number are its own.
  const title = /\p{Nd}/u.test(name) ? name : name.replace(/[-_+]+/g, " ");
  return parseLine(title || text, lookup, usual);
}

async function maskLog(text: string, place: Place): Promise<ParsedQuery> {
  if (!errata.masker) {
    loadShards({ text: readRoughly(text), rough: "" }, place);
    await place.load("mask");
  }
  // Masking may take long: what was typed is shown first.
  await place.pause();
  return parseLog(text, errata.masker!);
}

/** The article whose number a query is; empty for none. */
async function findNumber({ text: whole, telling }: ParsedQuery, isAddress: boolean, place: Place): Promise<string> {
  const text = telling.length === 1 ? telling[0] : whole;
  // "KA 19371" is one, too.
  const mayBeNumber = text.length <= LONGEST_NUMBER && (isAddress || (telling.length <= 2 && /\p{Nd}/u.test(text)));
  const key = mayBeNumber ? keyOf(text) : "";
  if (!key) return "";
  const numbers = await place.numbers();
  const exact = numbers.find((number) => keyOf(number) === key);
  if (exact || !BARE.test(text)) return exact ?? "";
  const alike = numbers.filter((number) => lastDigits(number) === lastDigits(text));
  return alike.length === 1 ? alike[0] : "";
}

/** Returns the digits at the end of a number, without leading zeros. */
const lastDigits = (number: string) => number.replace(/^.*?0*(\d*)$/, "$1");

/** What may be a code and is none: the name of an article in no list, a word that articles have, or an unknown code. */
async function parseUnknown(query: ParsedQuery, place: Place): Promise<ParsedQuery | Findings> {
  const { text, telling } = query;
  const index = await place.codes();
  const { families, lookup } = index;
  if (!mayNameCode(text, telling) && !families.includes(text.toUpperCase())) return query;
  const hidden = await findHidden(query, index.hidden, place.files);
  if (hidden.length) return { ...query, kind: "none", hidden };
  // Codes that begin so are shown with their articles and their family.
  const begun = lookup.withBeginning(text);
  if (begun.length) place.articlesOf(begun).catch(ignore);
  const load = () => Promise.all([loadPatterns(text, index, place), errata.unknown || place.load("search/unknown")]);
  // What looks like a known code, or like an exception, is hardly in an article: what is needed next comes beside.
  if (telling.some(isFailure) || lookup.hasAlike(telling.join(" "))) load().catch(ignore);
  // What is hardly a code is found by its words.
  else if (!begun.length && !isLoneCode(telling)) loadShards(query, place);
  const holders = await findHolders(query, index, place);
  if (holders?.length) return describeHolders(query, holders);
  const [patterns] = await load();
  const parsed = errata.unknown?.parse(query, index, patterns) ?? query;
  // What must be known as a whole is in no article.
  return parsed.whole && holders ? { ...parsed, kind: "none" } : parsed;
}

/** Loads the patterns of the codes that a text may name. */
async function loadPatterns(text: string, { starts }: CodeIndex, { files }: Place): Promise<FamilyPattern[]> {
  const patterns = listPatternFiles(text, starts).map((name) => files.get<FamilyPattern[]>(name));
  return (await Promise.all(patterns)).flat();
}

/** Loads the shards of a question beside the script that reads them. */
function loadShards(query: Pick<ParsedQuery, "text" | "rough">, { files, root, words }: Place): void {
  words().catch(ignore);
  root().then((index) => listShards(query, index).forEach((name) => void files.load(name).catch(ignore))).catch(ignore);
}

/** Of a file that was asked for early: what awaits it reports its failure. */
const ignore = () => {};

/** The script that reads what is not a code as a whole, and finds what it is about. */
export type QuestionReader = { find: typeof findAnswer };

errata.questions ??= { find: findAnswer };
