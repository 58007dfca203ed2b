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
    const distances = this.#confusable.map((known, at) => (at === but ? 2 : editDistance(wanted, known)));
    // What differs by letters taken for digits alone is meant, whatever else is near.
    const most = distances.includes(0) ? 0 : 1;
    const found = [...this.#keys.keys()].filter(
      (at) => distances[at] <= most && isSameFamily(wanted, this.#keys[at], this.#confusable[at]),
    );
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

/**
 * 0, 1, or 2 for more. An edit is a letter too few, too many or another, or two changed over (optimal
 * string alignment).
 */
export function editDistance(one: string, other: string): number {
  if (one === other) return 0;
  if (one.length > other.length) return editDistance(other, one);
  const more = other.length - one.length;
  if (more > 1) return 2;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const swapped = !more && one[at] === other[at + 1] && one[at + 1] === other[at];
  const alike = one.slice(at + 1 - more) === other.slice(at + 1);
  return alike || (swapped && one.slice(at + 2) === other.slice(at + 2)) ? 1 : 2;
}
