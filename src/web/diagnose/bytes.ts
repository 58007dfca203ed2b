/** Lines in the bytes of a log. */

import facts from "../../errata/data/log_files.json" with { type: "json" };

export const NEW_LINE = 10;
export const NOTHING = new Uint8Array(0);

// Arguments of one call: every engine takes 65,536.
const CHUNK = 8192;

// Bytes that show whether a log without a byte order mark is UTF-16.
export const GUESSED = facts.GUESSED;
// The share of zero bytes in every other place from which on a log is UTF-16: in Latin text nearly all are zero, and
// Japanese text has spaces, digits and line ends.
const MANY_ZEROS = 0.75;
const SOME_ZEROS = 0.1;
// The number of bytes from which on a share means something.
const SHORTEST = 8;

// Control characters but for tab, line feed, vertical tab, form feed, carriage return and the escape of colours.
const isControl = (byte: number) => byte === 127 || (byte > 0 && byte < 32 && !(byte > 8 && byte < 14) && byte !== 27);

/** A byte order mark inside a log stays a character, as in Python. */
export const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
export const encoder = new TextEncoder();

/** Returns a string with one character for each byte. */
export function toLatin(data: Uint8Array, from: number, to: number): string {
  // Ten times as fast as spreading the bytes, whose iterator is called for each.
  return String.fromCharCode.apply(null, data.subarray(from, to) as unknown as number[]);
}

/** Does the same for any length: one argument for each byte would be too many in one call. */
export function toLatinText(data: Uint8Array, from: number, to: number): string {
  const parts: string[] = [];
  for (let start = from; start < to; start += CHUNK) parts.push(toLatin(data, start, Math.min(to, start + CHUNK)));
  return parts.join("");
}

export function lineStart(data: Uint8Array, offset: number): number {
  return offset > 0 ? data.lastIndexOf(NEW_LINE, offset - 1) + 1 : 0;
}

export function lineEnd(data: Uint8Array, offset: number): number {
  const end = data.indexOf(NEW_LINE, offset);
  return end < 0 ? data.length : end;
}

export function countLineEnds(data: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let offset = from; offset < to; offset += 1) if (data[offset] === NEW_LINE) count += 1;
  return count;
}

export function joinBytes(parts: Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Finds the encoding of a log that begins with these bytes; returns "" for UTF-8. */
export function findEncoding(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const start = bytes.subarray(0, GUESSED);
  const zeros = [0, 0];
  for (const [index, byte] of start.entries()) if (!byte) zeros[index % 2] += 1;
  const [most, least] = [Math.max(...zeros), Math.min(...zeros)];
  const places = start.length / 2;
  const isLatin = most >= MANY_ZEROS * places && least < MANY_ZEROS * places;
  const isWide = isLatin || (most >= SOME_ZEROS * places && !least && !isUtf8(start));
  if (start.length < SHORTEST || !isWide) return "";
  return zeros[0] > zeros[1] ? "utf-16be" : "utf-16le";
}

/** Whether a log with this beginning is not text, such as random bytes, or not in a known encoding. */
export function looksBinary(start: Uint8Array): boolean {
  if (findEncoding(start)) return false;
  const controls = start.filter(isControl);
  const least = facts.MANY_CONTROLS * start.filter((byte) => byte > 0).length;
  if (controls.length >= least && new Set(controls).size >= facts.KINDS_OF_CONTROLS) return true;
  const isDense = start.length >= facts.WITHOUT_BLANK && !start.includes(32) && !start.includes(NEW_LINE);
  return isDense && !isUtf8(start);
}

/** Returns the beginning of a log, without leading zeros, after another block has been read. */
export function extendStart(start: Uint8Array, block: Uint8Array): Uint8Array {
  if (start.length >= facts.LOOKED_AT) return start;
  const first = start.length ? 0 : block.findIndex((byte) => byte > 0);
  return first < 0 ? start : joinBytes([start, block.subarray(first)]).slice(0, facts.LOOKED_AT);
}

/** Whether the data may continue as UTF-8; its last character may be incomplete. */
function isUtf8(start: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(start, { stream: true });
    return true;
  } catch {
    return false;
  }
}
