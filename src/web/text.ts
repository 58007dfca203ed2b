/** Texts as both Python and the browser count them. */

/** Counts code points, as Python does. */
export function truncate(text: string, most: number): string {
  return text.length <= most ? text : [...text.slice(0, 2 * most)].slice(0, most).join("");
}

// Longer texts with blanks say more than a code does.
const LONGEST = 60;

/**
 * Whether a text may be only a code: "red 520025", "EACCES", "a_b", "org.apache.FooException"; not "slow login", and
 * not a Japanese sentence.
 */
export function mayBeCode(text: string): boolean {
  return /^[!-~]+$/.test(text) || (text.length < LONGEST && /[\p{Nd}_]|[a-z][A-Z]/u.test(text));
}

// How many characters of a query are read: as many as of a line of a log.
const LONGEST_QUERY = 16384;
// People ask in fewer words; a longer text was copied from somewhere. Of 282 labelled queries ten changes the answers
// of two, twenty of none (bench/search_engine.py).
const MANY_WORDS = 14;
// Control and invisible characters: tab, soft hyphen and zero width space yes; line feed and space no.
const CONTROL = /[\0-\x09\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+/g;

/** Returns the part of a query that is read, without control characters. */
export function cleanQuery(query: string): string {
  return truncate(query, LONGEST_QUERY).replace(CONTROL, " ").trim();
}

export const isLong = (text: string) => text.split(/\s+/, MANY_WORDS + 1).length > MANY_WORDS;

// A text that is its own file name, as in Python's `safe_segment`: "KA-19371" yes; "con", ".a" and "a b" no.
const FILE_NAME = /^(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))(?![.-])[a-z0-9._-]{1,100}(?<![.-])$/i;

export const isFileName = (text: string) => FILE_NAME.test(text);
