/** Reads numbers as `errata.search.encoding` writes them. */

// Digits from here on mean that the number continues: half of the 88 that a file may contain.
export const RADIX = 44;

/**
 * Returns the value of a digit: a character from "#" to "~", except those that a script would escape: "&", "<", ">" and
 * "\\".
 */
export function digitAt(text: string, offset: number): number {
  const code = text.charCodeAt(offset);
  return code - 35 - Number(code > 38) - Number(code > 60) - Number(code > 62) - Number(code > 92);
}

/** Returns every number of a text, with -1 for each "!". */
export function decodeNumbers(text: string): number[] {
  const read: number[] = [];
  let [number, factor] = [0, 1];
  for (let offset = 0; offset < text.length; offset += 1) {
    const value = digitAt(text, offset);
    if (value >= RADIX) {
      number += (value - RADIX) * factor;
      factor *= RADIX;
      number += factor;
    } else {
      read.push(value < 0 ? -1 : number + value * factor);
      [number, factor] = [0, 1];
    }
  }
  return read;
}

/** Each name is what it adds to the digits at the end of the one before, or a text of its own. */
export type Names = [gaps: string, own: string[]];

export function decodeNames([text, own]: Names): string[] {
  let [before, offset] = ["", 0];
  return decodeNumbers(text).map((gap) => {
    if (gap < 0) before = own[offset++];
    else {
      // "KA-00019" -> "00019"; "KA-1x" has none.
      const digits = /[0-9]{1,9}$/.exec(before)?.[0] ?? "";
      before = before.slice(0, -digits.length) + String(Number(digits) + gap + 1).padStart(digits.length, "0");
    }
    return before;
  });
}

/** Computes FNV-1a over UTF-16 code units, folded to 32 bits. */
export function hashText(text: string): number {
  let value = 2166136261;
  for (let offset = 0; offset < text.length; offset += 1) {
    value = Math.imul(value ^ text.charCodeAt(offset), 16777619);
  }
  return (value ^ (value >>> 15)) >>> 0;
}
