/**
 * What must stand beside a code that any program may show, so that a log counts as having it: as
 * `errata.logs.cues` looks for it.
 */

import limits from "../../errata/data/log_limits.json" with { type: "json" };
import type { CodeCue } from "./types.ts";

const { CRASH, LEAST, WORDS_BEHIND } = limits.cues;

// A word of a text or a part of a name: "Node" and "Type" of "NodeType", "PDF" of "PDFError", "設定" yes; "of" no.
const WORD =
  /[A-Z]{3,60}(?![a-z])|[A-Za-z\u00c0-\u024f\u0370-\u052f][a-z\u00df-\u024f\u03ac-\u052f]{2,60}|[\u30a1-\u30ff]{3,60}|[\u4e00-\u9fff]{2,60}|[\uac00-\ud7af]{2,60}/g;
// A name with dots, of which the first three parts tell whose it is: "a.b.C" of "a.b.C.d" yes; "a.b" no.
const DOTTED =
  /([A-Za-z_$][A-Za-z0-9_$]{0,60}\.[A-Za-z_$][A-Za-z0-9_$]{0,60}\.[A-Za-z_$][A-Za-z0-9_$]{0,60})(?:\.[A-Za-z0-9_$]{1,120}){0,12}/g;
// The word before a number: "error" of "Error: [", "エラー" of "エラー" yes; nothing of "at 5, ".
const BEFORE = /([\p{L}\p{Nl}\p{No}]{2,40})[^\p{L}\p{N}_\n]{0,4}$/u;
// A word behind the status of a mail: "User", "unknown" of "<a@b.c>: User unknown" yes; "a" no.
const BEHIND = /(?<![\p{L}\p{N}_.@=-])\p{L}{2,40}(?![\p{L}\p{N}_.@=-])/gu;
// The package of an exception: "javax.jcr." of "by javax.jcr." yes; "jcr" no.
const PACKAGE = /((?:[A-Za-z_$][A-Za-z0-9_$]{0,60}[.\\]){1,12})$/;
// Whose packages belong to a language itself.
const LANGUAGES = ["java", "javax", "System"];
const STANDARD = ["java.", "System."];

export class Cue {
  words: Set<string>;
  before: Set<string> | undefined;
  packages: Set<string>;
  isDistinct: boolean;
  isLong: boolean;
  /** Whether the words are expected behind the status of a mail. */
  isBehind: boolean;
  /** Whether it is a stop code, which counts beside the name of such codes. */
  isCrash: boolean;
  common: Set<string>;

  constructor([words, before, packages, isDistinct, kind]: CodeCue, common: Set<string>) {
    const split = (text: string) => new Set(text.split(" ").filter(Boolean));
    this.words = split(words);
    this.before = before === null ? undefined : split(before);
    this.packages = split(packages);
    this.isDistinct = isDistinct === 1;
    this.isLong = kind === 1 || kind === 3;
    this.isBehind = kind === 2;
    this.isCrash = kind === 3;
    this.common = common;
  }

  /** Whether a code between these two parts of a line is the one that articles explain. */
  holds(before: string, after: string): boolean {
    if (this.before && !this.before.has(BEFORE.exec(before)?.[1].toLowerCase() ?? "")) return false;
    const around = this.isCrash ? `${before}0x${after}`.toLowerCase() : "";
    if (around && CRASH.some((name) => around.includes(name))) return true;
    if (this.isBehind) {
      const texts = (after.match(BEHIND) ?? []).slice(0, WORDS_BEHIND);
      const words = [...new Set(texts.map((word) => word.toLowerCase()))];
      return words.filter((word) => this.words.has(word)).length * 2 >= words.length;
    }
    const [, name] = PACKAGE.exec(before) ?? [];
    if (name && this.packages.size) return this.packages.has(name.slice(0, -1));
    // An exception of a language itself is thrown by any of its programs.
    if (this.isDistinct && !STANDARD.some((start) => name?.startsWith(start))) return true;
    const words = [...this.tellingWords(`${before}\n${after}`)];
    const own = words.filter((word) => this.words.has(word));
    // Nothing in the line speaks of something else.
    if (own.length === words.length) return words.length > 0 || this.isLong;
    return own.length >= Math.min(LEAST, Math.max(1, this.words.size));
  }

  /** Returns the words that are not in every log; of dotted names, the parts that tell whose they are. */
  tellingWords(text: string): Set<string> {
    const dotted = Array.from(text.matchAll(DOTTED), ([, name]) => name);
    const words = Array.from(text.replace(DOTTED, " ").matchAll(WORD), ([word]) => word.toLowerCase());
    const own = dotted.filter((name) => !LANGUAGES.includes(name.split(".")[0]));
    return new Set([...own.map((name) => name.toLowerCase()), ...words.filter((word) => !this.common.has(word))]);
  }
}
