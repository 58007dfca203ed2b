/**
 * Finds the code that a reader means, however it is written, and the codes that look like it: as
 * `errata.codes.lookup` does in Python, where `errata explain` uses it.
 */

// A list of more would say that none of them is meant.
const MOST_NEAR = 8;
const MOST_COMPLETIONS = 5;
// Fewer characters begin too many codes.
const SHORTEST_BEGINNING = 3;
// No code is longer; a text that is, is a text.
const LONGEST = 300;
// Fewer digits, or fewer characters after a prefix, are shared by too many codes to be keys of them.
const SHORTEST_PART = 3;
// So many digits mean a code whatever is before them.
const TELLING_DIGITS = 5;
// Letters of a name without its ending from which on it may have one typing error, and two: as in Python.
const [LONG_NAME, VERY_LONG_NAME] = [4, 8];
// How names of exceptions end: "EXCEPTION" of "DEBUGGEREXCEPTION" yes; nothing of "ERRORS".
const ENDING = /(?:EXCEPTION|ERROR|FAILURE|FAULT)$/;

/** The codes of an index, by every way of writing them. */
export class CodeLookup {
  #codes: string[];
  #keys: string[];
  #confusable: string[];
  #places: Map<string, number>;
  #byKey: Map<string, number[]>;
  #byPart: Map<string, number[]>;

  /** `codes` are sorted; `spellings` are other ways of writing some of them, by place. */
  constructor(codes: string[], spellings: Record<number, string[]> = {}) {
    this.#codes = codes;
    this.#keys = codes.map(keyOf);
    this.#confusable = this.#keys.map(replaceConfusable);
    this.#places = new Map(codes.map((code, place) => [code, place]));
    this.#byKey = groupPlaces(this.#keys.map((key, at) => [key, ...(spellings[at] ?? []).map(keyOf)]));
    this.#byPart = groupPlaces(codes.map(partsOf));
  }

  /** The codes that a text may be; codes that look like it, if it is none. */
  find(text: string): { matches: string[]; near: string[] } {
    if ([...text].length > LONGEST) return { near: [], matches: [] };
    const bare = text.trim();
    if (this.#places.has(bare)) return { near: [], matches: [bare] };
    const key = keyOf(bare);
    // A time that is glued to a code, "10:00 PMRED-520025": "PMRED5" yes; "PMR5" and "PM5" no.
    const unglued = key.replace(/^[AP]M(?=[A-Z]{3}\p{Nd})/u, "");
    const found = this.#byKey.get(key) ?? this.#byPart.get(key) ?? this.#byKey.get(unglued) ?? [];
    const matches = this.#sorted(key ? found : []);
    const findNear = () => this.#nearKey(key);
    // Only when it is read: of a long text, every piece is looked up.
    return { matches, get near() { return matches.length ? [] : findNear(); } };
  }

  /** Other codes of the same family at edit distance one, sorted. */
  near(code: string): string[] {
    return this.#nearKey(keyOf(code.slice(0, LONGEST)), this.#places.get(code));
  }

  /** Codes that begin with a text, at most five, sorted; none for what may be an ordinary word. */
  complete(text: string): string[] {
    const key = keyOf(text.slice(0, LONGEST));
    // Looks like a code: "red5", "ERR_" and "pathNot" yes; "error" and "Error" no.
    if (key.length < SHORTEST_BEGINNING || !/[\p{Nd}_-]|\p{Ll}\p{Lu}/u.test(text)) return [];
    const isLonger = (other: string) => other.startsWith(key) && other !== key;
    return this.#codes.filter((_, at) => isLonger(this.#keys[at])).slice(0, MOST_COMPLETIONS);
  }

  /** `but` is the place of the code itself. */
  #nearKey(key: string, but?: number): string[] {
    if (!key) return [];
    const wanted = replaceConfusable(key);
    const errors = countErrors(key);
    const most = but === undefined ? Math.max(1, errors) : 1;
    const near = this.#keys.flatMap((known, at) => {
      if (at === but) return [];
      const distance = editDistance(wanted, this.#confusable[at], most);
      const mayBeMeant = /\p{Nd}/u.test(known)
        ? distance <= 1 && isSameFamily(wanted, known, this.#confusable[at])
        : distance <= errors;
      return mayBeMeant && distance <= most ? [{ at, distance }] : [];
    });
    // What differs by letters taken for digits alone is meant, whatever else is near; of names, those with the
    // fewest errors.
    const least = Math.min(...near.map(({ distance }) => distance));
    const found = near.filter(({ distance }) => distance === least).map(({ at }) => at);
    const digits = digitsOf(key);
    if (digits.length >= TELLING_DIGITS) found.push(...(this.#byPart.get(digits) ?? []));
    return this.#sorted(found.filter((at) => at !== but)).slice(0, MOST_NEAR);
  }

  #sorted(places: number[]): string[] {
    return [...new Set(places)].sort((one, other) => one - other).map((at) => this.#codes[at]);
  }
}

/** The places of the codes that have each key. */
function groupPlaces(keys: string[][]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  keys.forEach((own, place) => {
    for (const key of new Set(own)) if (key) found.set(key, [...(found.get(key) ?? []), place]);
  });
  return found;
}

/** Capital letters and digits alone: "red-520025", "RED 520025" and "`RED520025`," are all "RED520025". */
export function keyOf(text: string): string {
  return text.normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "").toUpperCase();
}

const digitsOf = (text: string) => text.replace(/\P{Nd}+/gu, "");

/** Other keys of a code: its digits alone, and what follows its prefix. */
function partsOf(code: string): string[] {
  const digits = digitsOf(code);
  // The prefix ends at the first other character: "RED-520025" at "-".
  const tail = keyOf(code.slice(code.search(/[^A-Za-z0-9]/) + 1));
  return [
    digits.length >= SHORTEST_PART ? digits : "",
    tail.length >= SHORTEST_PART && /\p{Nd}/u.test(tail) ? tail : "",
  ];
}

/** With the letters that are taken for digits made digits. */
function replaceConfusable(key: string): string {
  return key.replace(/O/g, "0").replace(/[IL]/g, "1");
}

/** Whether the letters before a code's first digit are those of the text, too. */
function isSameFamily(wanted: string, known: string, confusable: string): boolean {
  // The letters at the beginning: "RED" of "RED520025", nothing of "404".
  const prefix = /^(?:(?!\p{Nd})[\p{L}\p{N}])*/u.exec(known)?.[0].length;
  return wanted.slice(0, prefix) === confusable.slice(0, prefix);
}

/** How many typing errors a name may have; 0 if it has digits, which tell codes apart. */
function countErrors(key: string): number {
  if (/\p{Nd}/u.test(key)) return 0;
  const letters = [...key.replace(ENDING, "")].length;
  return Number(letters >= LONG_NAME) + Number(letters >= VERY_LONG_NAME);
}

/**
 * At most one more than `most`. An edit is a letter too few, too many or another, or two changed over (optimal
 * string alignment).
 */
export function editDistance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const own = [row];
    for (let at = 1; at <= other.length; at += 1) {
      const isSwapped = one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1];
      const swapped = isSwapped ? before[at - 2] : most;
      const wrong = above[at - 1] - Number(one[row - 1] === other[at - 1]);
      own[at] = 1 + Math.min(wrong, above[at], own[at - 1], swapped);
    }
    if (Math.min(...own) > most) return most + 1;
    [before, above] = [above, own];
  }
  return Math.min(above[other.length], most + 1);
}
