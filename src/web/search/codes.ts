/**
 * Finds the code that a reader means, however it is written, as `errata.codes.lookup` does in Python, where
 * `errata explain` uses it. For codes that only look like it see `near.ts`.
 */

const MOST_COMPLETIONS = 5;
// Fewer characters begin too many codes.
const SHORTEST_BEGINNING = 3;
// No code is longer: a longer text is not a code.
export const LONGEST_CODE = 300;
// Fewer digits, or fewer characters after a prefix, are shared by too many codes to be keys of them.
const SHORTEST_PART = 3;
// So many digits mean a code, whatever stands before them.
export const TELLING_DIGITS = 5;
/** Finds the codes of an index, however they are written. */
export class CodeLookup {
  codes: string[];
  keys: string[];
  #places: Map<string, number>;
  #byKey: Map<string, number[]>;
  #byPart: Map<string, number[]>;

  /** `codes` are sorted; `spellings` are other spellings of some of them, by place. */
  constructor(codes: string[], spellings: Record<number, string[]> = {}) {
    this.codes = codes;
    this.keys = codes.map(keyOf);
    this.#places = new Map(codes.map((code, place) => [code, place]));
    this.#byKey = groupPlaces(this.keys.map((key, at) => [key, ...(spellings[at] ?? []).map(keyOf)]));
    this.#byPart = groupPlaces(codes.map(partsOf));
  }

  /** Returns the codes that a text may mean. */
  find(text: string): { matches: string[] } {
    if ([...text].length > LONGEST_CODE) return { matches: [] };
    const trimmed = text.trim();
    if (this.#places.has(trimmed)) return { matches: [trimmed] };
    const key = keyOf(trimmed);
    // A time that is glued to a code, "10:00 PMRED-520025": "PMRED5" yes; "PMR5" and "PM5" no.
    const unglued = key.replace(/^[AP]M(?=[A-Z]{3}\p{Nd})/u, "");
    const places = this.#byKey.get(key) ?? this.#byPart.get(key) ?? this.#byKey.get(unglued) ?? [];
    return { matches: this.#sorted(key ? places : []) };
  }

  /** Returns the codes that begin with a text, at most five, sorted; none for what may be an ordinary word. */
  complete(text: string): string[] {
    const key = keyOf(text.slice(0, LONGEST_CODE));
    // Looks like a code: "red5", "ERR_" and "pathNot" yes; "error" and "Error" no.
    if (key.length < SHORTEST_BEGINNING || !/[\p{Nd}_-]|\p{Ll}\p{Lu}/u.test(text)) return [];
    const isLonger = (other: string) => other.startsWith(key) && other !== key;
    return this.codes.filter((_, at) => isLonger(this.keys[at])).slice(0, MOST_COMPLETIONS);
  }

  /** Whether a code has the same letters before its number, and at most one character more or less. */
  hasAlike(text: string): boolean {
    const key = keyOf(text);
    const start = lettersOf(key);
    const isAlike = (known: string) => lettersOf(known) === start && Math.abs(known.length - key.length) <= 1;
    return start !== "" && this.keys.some(isAlike);
  }

  /** Returns the codes that begin with a text, however it is written. */
  withBeginning(text: string): string[] {
    const key = keyOf(text.slice(0, LONGEST_CODE));
    return key.length < 2 ? [] : this.codes.filter((_, at) => this.keys[at].startsWith(key));
  }

  /** Returns the places of the codes that have the number as part of their digits. */
  withPart = (digits: string): number[] => this.#byPart.get(digits) ?? [];

  #sorted(places: number[]): string[] {
    return [...new Set(places)].sort((one, other) => one - other).map((at) => this.codes[at]);
  }
}

/** Maps each key to the places of the codes that have it. */
function groupPlaces(keys: string[][]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  keys.forEach((own, place) => {
    for (const key of new Set(own)) if (key) groups.set(key, [...(groups.get(key) ?? []), place]);
  });
  return groups;
}

/** Keeps only digits and letters, in capitals: "red-520025", "RED 520025" and "`RED520025`," become "RED520025". */
export function keyOf(text: string): string {
  return text.normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "").toUpperCase();
}

const lettersOf = (key: string) => key.replace(/\p{Nd}.*/u, "");

export const digitsOf = (text: string) => text.replace(/\P{Nd}+/gu, "");

/** Returns other keys of a code: its digits alone, and what follows its prefix. */
function partsOf(code: string): string[] {
  const digits = digitsOf(code);
  // The prefix ends at the first other character: "RED-520025" at "-".
  const tail = keyOf(code.slice(code.search(/[^A-Za-z0-9]/) + 1));
  return [
    digits.length >= SHORTEST_PART ? digits : "",
    tail.length >= SHORTEST_PART && /\p{Nd}/u.test(tail) ? tail : "",
  ];
}
