/** Lines in the bytes of a log. */

export const NEW_LINE = 10;

// Arguments of one call: every engine takes 65,536.
const CHUNK = 8192;

/** A byte order mark inside a log stays a character, as in Python. */
export const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
export const encoder = new TextEncoder();

/** One character for each byte. */
export function toLatin(data: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...data.subarray(from, to));
}

/** The same of any length: an argument for each byte would be too many at once. */
export function toLatinText(data: Uint8Array, from: number, to: number): string {
  const parts: string[] = [];
  for (let at = from; at < to; at += CHUNK) parts.push(toLatin(data, at, Math.min(to, at + CHUNK)));
  return parts.join("");
}

export function lineStart(data: Uint8Array, at: number): number {
  return at > 0 ? data.lastIndexOf(NEW_LINE, at - 1) + 1 : 0;
}

export function lineEnd(data: Uint8Array, at: number): number {
  const found = data.indexOf(NEW_LINE, at);
  return found < 0 ? data.length : found;
}

export function countLineEnds(data: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) if (data[at] === NEW_LINE) count += 1;
  return count;
}

export function joinBytes(parts: Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
