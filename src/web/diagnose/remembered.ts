/**
 * Remembers what was found in lines, since a log repeats itself: lines differ in digits and ids, most of which are
 * masked. A line is looked up with zeros for its digits, with the digits that are not masked, and with the numbers of
 * the messages that were found.
 */

import limits from "../../errata/data/log_limits.json" with { type: "json" };

const { MOST_LINES } = limits.remembering;
const DIGITS = /[1-9]/g;
// An id, in a line with zeros: "0a0b0c00", "0a0b0c00-00aa-00bb-00cc-0a0b0c0d0e0f" yes; "deadbeef", "cafe0000" no.
const ID =
  /(?<![A-Za-z0-9_.@+/'"-])(?:[0A-Fa-f]{8}(?:-[0A-Fa-f]{4}){3}-[0A-Fa-f]{12}|(?=[A-Fa-f]{0,64}0)(?=0{0,64}[A-Fa-f])(?![A-Fa-f]{1,20}0{1,9}(?![0A-Fa-f]))[0A-Fa-f]{7,128})(?![A-Za-z0-9_.@+/-])/g;
// A digit of an id, and a letter.
const IN_ID = /[0A-Fa-f]/g;

/** Lines that differ only in masked digits. */
interface Shape<Found> {
  /** Start and end of each run of digits that count. */
  places: number[];
  /** Numbers whose presence in the line matters. */
  numbers: Set<string>;
  found: Map<string, Found>;
}

export class LineMemory<Found> {
  shapes = new Map<string, Shape<Found>>();
  once = new Set<string>();
  size = 0;
  placesOf: (line: string) => number[];
  numbersOf: (line: string) => Iterable<string>;

  constructor(placesOf: (line: string) => number[], numbersOf: (line: string) => Iterable<string>) {
    this.placesOf = placesOf;
    this.numbersOf = numbersOf;
  }

  get(line: string): Found | undefined {
    const shape = this.shapes.get(shapeOf(line));
    return shape?.found.get(this.keyOf(line, shape));
  }

  /** `numbers` are those that the finding depends on. */
  add(line: string, result: Found, numbers: Set<string>): void {
    if (this.size >= MOST_LINES) {
      this.shapes.clear();
      this.once.clear();
      this.size = 0;
    }
    this.size += 1;
    const masked = shapeOf(line);
    let shape = this.shapes.get(masked);
    // Most lines occur once, and finding out which digits count takes longer than reading a line.
    if (!shape && !this.once.has(masked)) return void this.once.add(masked);
    const all = new Set([...(shape?.numbers ?? []), ...numbers]);
    if (!shape || all.size > shape.numbers.size) {
      shape = { places: shape?.places ?? this.placesOf(line), numbers: all, found: new Map() };
      this.shapes.set(masked, shape);
    }
    shape.found.set(this.keyOf(line, shape), result);
  }

  keyOf(line: string, { places, numbers }: Shape<Found>): string {
    let key = "";
    for (let index = 0; index < places.length; index += 2) key += `${line.slice(places[index], places[index + 1])}\n`;
    if (!numbers.size) return key;
    const own = [...new Set(this.numbersOf(line))].filter((number) => numbers.has(number));
    return `${key}\n${own.sort().join(" ")}`;
  }
}

/** Replaces digits with zeros; ids of the same length become the same. */
function shapeOf(line: string): string {
  return line.replace(DIGITS, "0").replace(ID, (id) => id.replace(IN_ID, "f"));
}
