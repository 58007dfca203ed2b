/**
 * Recognises the codes of families in the bytes of a log, as `errata.logs.reader` does: by their beginnings
 * or, where those are many, by the pattern everywhere.
 */

import limits from "../../errata/data/log_limits.json" with { type: "json" };
import { toLatin, toLatinText, utf8 } from "./bytes.ts";
import { writeCode } from "../canonical.ts";
import type { LogFamily } from "./types.ts";

// The longest code: the patterns of families are tried on this many characters.
const LONGEST_CODE = 1024;
// How many bytes before a code show whether it is part of a longer word.
const LOOK_BACK = 16;
const REACH = limits.reading.CUE;

// What continues a word to the left: "X" of "XRED-520025" and "-" yes; " " and "." no.
const INSIDE = /[A-Za-z0-9_-]$/;
// What continues a word to the right: "1" and "-a" yes; "-" before a space and "." no.
const CONTINUES = /^(?:[A-Za-z0-9_]|-[A-Za-z0-9])/;
// What a logger glues to a code: "PM" of "10:00 PM", "\n" as two characters, a colour; "XPM" no.
const GLUE = /(?:(?<![A-Za-z])[AP]M|\\[nrt]|\x1b\[[0-9;]{0,12}m)$/;
// Before the number of a mail status: "550 ", "550-", "#", "dsn=" and "SMTP " yes; "mysql " and "1550 " no.
const BEFORE_MAIL_STATUS =
  /(?:(?<![0-9.])[45][0-9]{2}[ -]#?|#|(?:SMTP|smtp|DSN|dsn|[Ss]tatus|[Cc]ode|[Ee]rror|[Rr]eply|[Rr]esponse)[ :=]{1,3})$/;

export class FamilyPattern {
  canonical: string;
  isDistinct: boolean;
  /** The pattern at one place, and anywhere. */
  here: RegExp;
  anywhere: RegExp;
  cue: RegExp | undefined;

  constructor([beginnings, pattern, canonical = "", cue = ""]: LogFamily) {
    this.canonical = canonical;
    this.isDistinct = beginnings.length > 0;
    this.here = new RegExp(pattern, "y");
    this.anywhere = new RegExp(pattern, "g");
    this.cue = cue ? new RegExp(cue, "i") : undefined;
  }

  /** Returns start and end of each code that begins in [from, to), in one flat list. */
  find(data: Uint8Array, from: number, to: number): number[] {
    const first = Math.max(0, from - LOOK_BACK);
    const text = toLatinText(data, first, data.length);
    const places: number[] = [];
    this.anywhere.lastIndex = from - first;
    for (;;) {
      const match = this.anywhere.exec(text);
      if (!match || first + match.index >= to) return places;
      const start = first + match.index;
      if (!match[0].includes("\n")) places.push(start, start + match[0].length);
    }
  }

  /**
   * Returns the code that begins at `start` in a line that ends at `until`, and where it ends; nothing without a code.
   */
  codeAt(data: Uint8Array, start: number, until: number): { code: string; end: number } | undefined {
    const first = Math.max(0, start - LOOK_BACK);
    this.here.lastIndex = start - first;
    const match = this.here.exec(toLatin(data, first, Math.min(until, start + LONGEST_CODE)));
    if (!match) return undefined;
    const end = start + match[0].length;
    if (!isWhole(data, start, end) || !this.hasCue(data, start, end)) return undefined;
    return { code: writeCode(this.canonical, utf8.decode(data.subarray(start, end))), end };
  }

  hasCue(data: Uint8Array, start: number, end: number): boolean {
    const around = () => `${toLatin(data, Math.max(0, start - REACH), start)} ${toLatin(data, end, end + REACH)}`;
    return !this.cue || this.cue.test(around());
  }

  /** Whether such a text is unlikely to be there by chance. */
  mayBeUnknown(surface: string): boolean {
    return this.isDistinct || [...surface].length >= limits.reading.SHORTEST_UNKNOWN;
  }
}

/** Whether the match is not part of a longer word. */
export function isWhole(data: Uint8Array, start: number, end: number): boolean {
  if (CONTINUES.test(toLatin(data, end, end + 2))) return false;
  const before = toLatin(data, Math.max(0, start - LOOK_BACK), start);
  return !INSIDE.test(before) || GLUE.test(before);
}

/** Whether the text before a number says that it is the status of a mail. */
export function isMailStatusAt(data: Uint8Array, start: number, end: number): boolean {
  if (CONTINUES.test(toLatin(data, end, end + 2))) return false;
  return BEFORE_MAIL_STATUS.test(toLatin(data, Math.max(0, start - LOOK_BACK), start));
}
