/**
 * Masks what changes from one occurrence of a message to the next, as `errata.messages.mask` does in
 * Python with the same patterns. `tests/messages/vectors.toml` holds both to the same answers.
 */

import limits from "../../errata/data/log_limits.json" with { type: "json" };
import patterns from "../../errata/data/log_patterns.json" with { type: "json" };
import { truncate } from "../text.ts";

export interface Masker {
  /** Returns the text with `{host}`, `{number}`, … for its volatile parts. */
  mask(text: string): string;
  /** Returns the message of a log line, without the trace glued to its end; empty for a stack frame. */
  stripPrefix(line: string): string;
}

const masking = limits.masking;
const fragments: Record<string, string> = patterns.fragments;

/** Inserts the fragments into a pattern: "{{hex}}{8}" has one, "{8}" has none. */
function expand(pattern: string): string {
  return pattern.replace(/\{\{([a-z_]+)\}\}/g, (_, name) => expand(fragments[name]));
}

const placeholders = patterns.volatile.map(({ placeholder }) => placeholder && `{${placeholder}}`);
const parts = patterns.volatile.map(({ pattern }) => `(${expand(pattern)})`);
const volatile = new RegExp(`${patterns.guard.pattern}(?:${parts.join("|")})`, "gu");
const prefix = new RegExp(patterns.prefixes.map(({ pattern }) => `(?:${expand(pattern)})`).join("|"), "uy");
const frame = new RegExp(patterns.frame.pattern, "uy");
const tail = new RegExp(patterns.tail.pattern, "gu");
// The key before a value, such as "password=", stays.
const hidden = patterns.private.map(({ key = "", pattern }) => new RegExp(`(${expand(key)})(?:${expand(pattern)})`, "gu"));
// How many messages have their shown form remembered: a log has few of them, many times.
const MOST_SHOWN = 4096;
const shownForms = new Map<string, string>();
// What a masked text has for a volatile part: "{host}" yes; "{0}" and "{a}" no.
const placeholder = /\{[a-z]{2,8}\}/g;

export function mask(text: string): string {
  return truncate(text, masking.LONGEST).replace(volatile, (found, ...groups) => {
    const index = groups.findIndex((group) => group !== undefined);
    return placeholders[index] || found;
  });
}

/** Returns start and end of each run with a digit that `mask` leaves, in one flat list. */
export function unmaskedDigits(text: string): number[] {
  const places: number[] = [];
  let offset = 0;
  function add(to: number): void {
    for (const { 0: digits, index } of text.slice(offset, to).matchAll(/[0-9]+/g)) {
      places.push(offset + index, offset + index + digits.length);
    }
  }
  for (const match of text.matchAll(volatile)) {
    const isMasked = placeholders[match.slice(1).findIndex((group) => group !== undefined)];
    if (!isMasked) continue;
    add(match.index);
    offset = match.index + match[0].length;
  }
  add(text.length);
  return places;
}

/** Replaces volatile and private parts with "…", so that a message that somebody else had may be shown. */
export function hideInserts(text: string): string {
  const kept = shownForms.get(text);
  if (kept !== undefined) return kept;
  let plain = truncate(text, masking.LONGEST);
  for (const pattern of hidden) plain = plain.replace(pattern, "$1…");
  plain = mask(plain).replace(placeholder, "…");
  if (shownForms.size >= MOST_SHOWN) shownForms.clear();
  shownForms.set(text, plain);
  return plain;
}

export function stripPrefix(line: string): string {
  const text = trimEnd(truncate(line, masking.LONGEST));
  frame.lastIndex = 0;
  if (frame.test(text)) return "";
  let offset = 0;
  for (let round = 0; round < masking.MOST_PREFIXES; round += 1) {
    prefix.lastIndex = offset;
    if (!prefix.test(text) || prefix.lastIndex === offset) break;
    offset = prefix.lastIndex;
  }
  return trimEnd(text.slice(offset).replace(tail, ""));
}

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && " \t\r\n".includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
