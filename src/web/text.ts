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

// A text that is its own file name, as in Python's `safe_segment`: "KA-19371" yes; "con", ".a" and "a b" no.
const FILE_NAME = /^(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))(?![.-])[a-z0-9._-]{1,100}(?<![.-])$/i;

export const isFileName = (text: string) => FILE_NAME.test(text);
