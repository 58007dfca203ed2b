/**
 * Reads a log of any size, block by block, for the codes and messages that the site knows: what
 * `errata.stages.diagnose.Diagnoser` does for `errata scan`, to the same hits. It works on bytes, so
 * that memory stays flat and a line of many megabytes is read in windows that overlap.
 */

/**
 * @typedef {object} LogHit
 * @property {number} line 1-based
 * @property {"code" | "message" | "unknown"} kind
 * @property {string} name the code in canonical form, or the message as an article quotes it
 * @property {string} surface as the log has it; empty for a message
 * @property {number[]} articles places in the list of articles, the best first
 */

/**
 * @typedef {object} LogLine A line in which something was found. Places are bytes from the log's beginning.
 * @property {number} number
 * @property {LogHit[]} hits
 * @property {number} start
 * @property {number} end
 * @property {string} time as the log writes it; empty where it has none
 * @property {Uint8Array} excerpt the line, or what is around its first hit
 * @property {number} offset of the excerpt
 * @property {[number, number, string][]} marks start, end and name of each code
 * @property {Map<string, number>} quoted name of a message -> its place in the index
 */

/**
 * @typedef {object} LogStep A line found, or, without one, that the data up to the cut has been read.
 * @property {LogLine} [line]
 * @property {Uint8Array} data
 * @property {number} base place of the data in the log
 * @property {number} cut
 * @property {number} lines that have ended so far
 */

/**
 * @typedef {object} KnownFaults
 * @property {[string, number[]][]} codes with the places of their articles; sorted
 * @property {[string, string][]} families how codes begin, and the pattern of a whole one
 * @property {[number, string][]} messages article and text; sorted
 * @property {Set<string>} common
 */

/**
 * @typedef {object} LogDiagnoser
 * @property {(block: Uint8Array) => Generator<LogStep | undefined>} feed to be read to its end
 * @property {() => Generator<LogStep | undefined>} end
 */

/** @import { Literals } from "./literals.js" */
/** @import { MessageIndex } from "./messages.js" */

"use strict";

(function () {
  /**
   * @typedef {object} Parts
   * @property {(messages: [number, string][], common: Set<string>) => Generator<undefined, MessageIndex>} messageIndex
   * @property {(codes: string[]) => Map<string, string>} spellings
   * @property {(texts: string[]) => Generator<undefined, Literals>} literals
   * @property {(data: Uint8Array, start: number) => string} stamp
   */
  const scope = /** @type {{ errata: Parts }} */ (/** @type {unknown} */ (globalThis));
  const { messageIndex, spellings, literals, stamp } = scope.errata;

  const WINDOW = 1 << 20;
  const OVERLAP = 8 << 10;
  const BEFORE = 400;
  const AFTER = 1_000;
  const ALIKE = 0.6;
  const MOST_UNKNOWN = 100;
  const MOST_MARKS = 100;
  const LONGEST_CODE = 1024;
  const EXCERPT_BEFORE = 160;
  const EXCERPT_AFTER = 440;
  const NEW_LINE = 10;
  const INSIDE = /[A-Za-z0-9_-]$/;
  const GOES_ON = /^(?:[A-Za-z0-9_]|-[A-Za-z0-9])/;
  const GLUE = /(?:(?<![A-Za-z])[AP]M|\\[nrt]|\x1b\[[0-9;]{0,12}m)$/;
  const EDGES = /^[\r\n\0 \t]+|[\r\n\0 \t]+$/g;
  const NOTHING = new Uint8Array(0);

  const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
  const encoder = new TextEncoder();

  /**
   * @param {KnownFaults} known
   * @returns {Generator<undefined, { begin: () => LogDiagnoser, index: MessageIndex }>}
   */
  function* knowing(known) {
    const index = yield* messageIndex(known.messages, known.common);
    const articles = new Map(known.codes);
    const codes = spellings(known.codes.map(([code]) => code));
    const families = new Map(known.families.map(([head, pattern]) => [head, new RegExp(pattern, "y")]));
    const anchors = new Set();
    for (const anchor of index.anchors()) {
      anchors.add(anchor);
      yield;
    }
    const texts = [...new Set([...codes.keys(), ...families.keys(), ...anchors])].filter(Boolean);
    const finder = yield* literals(texts);
    const about = texts.map((text) => ({
      code: codes.get(text),
      family: families.get(text),
      anchor: anchors.has(text),
    }));
    return { begin: () => new Diagnoser(index, finder, articles, about), index };
  }

  /** @typedef {{ code?: string | undefined, family?: RegExp | undefined, anchor: boolean }} About */
  /** @typedef {{ from: number, to: number }} Bounds of a line in the data */

  /** One reading of one log. */
  class Diagnoser {
    /**
     * @param {MessageIndex} index
     * @param {Literals} finder
     * @param {Map<string, number[]>} articles
     * @param {About[]} about
     */
    constructor(index, finder, articles, about) {
      this.index = index;
      this.finder = finder;
      this.articles = articles;
      this.about = about;
      /** @type {TextDecoder | undefined} */
      this.decoder = undefined;
      this.begun = false;
      /** @type {Uint8Array[]} */
      this.pending = [];
      this.size = 0;
      this.seen = 0;
      this.number = 1;
      this.compared = 0;
      this.base = 0;
      this.line = emptyLine();
    }

    /** @param {Uint8Array} block */
    *feed(block) {
      const text = this.decoded(block);
      for (let at = 0; at < text.length; at += WINDOW) {
        const piece = text.subarray(at, at + WINDOW);
        this.pending.push(piece);
        this.size += piece.length;
        if (piece.includes(NEW_LINE) || this.size > WINDOW + OVERLAP) yield* this.advance();
      }
    }

    *end() {
      if (this.decoder) this.pending.push(encoder.encode(this.decoder.decode()));
      const data = joined(this.pending);
      yield* this.examine(data, data.length);
      yield* this.told(data);
      const open = data.length > 0 && data.at(-1) !== NEW_LINE;
      yield { ...this.step(data, data.length), lines: this.number - (open ? 0 : 1) };
    }

    /**
     * UTF-8, whatever a byte order mark says the log is in.
     * @param {Uint8Array} block
     */
    decoded(block) {
      let bytes = block;
      if (!this.begun) {
        this.pending.push(block);
        bytes = joined(this.pending);
        if (bytes.length < 3) return NOTHING;
        [this.pending, this.begun] = [[], true];
        const [first, second, third] = bytes;
        if (first === 0xff && second === 0xfe) this.decoder = new TextDecoder("utf-16le");
        if (first === 0xfe && second === 0xff) this.decoder = new TextDecoder("utf-16be");
        if (first === 0xef && second === 0xbb && third === 0xbf) bytes = bytes.subarray(3);
      }
      return this.decoder ? encoder.encode(this.decoder.decode(bytes, { stream: true })) : bytes;
    }

    *advance() {
      const data = joined(this.pending);
      let cut = data.lastIndexOf(NEW_LINE) + 1;
      let rest = cut;
      if (cut) {
        yield* this.examine(data, cut);
        yield* this.told(data);
        this.seen = 0;
      } else {
        cut = data.length - OVERLAP;
        rest = cut - OVERLAP;
        yield* this.examine(data, cut);
        this.seen = OVERLAP;
        this.compared = Math.max(0, this.compared - rest);
      }
      yield this.step(data, rest);
      this.pending = [data.slice(rest)];
      this.size = data.length - rest - this.seen;
      this.base += rest;
    }

    /**
     * @param {Uint8Array} data
     * @param {number} cut
     * @param {LogLine} [line]
     * @returns {LogStep}
     */
    step(data, cut, line) {
      return { line, data, base: this.base, cut, lines: this.number - 1 };
    }

    /**
     * Look at what begins between the part already seen and the cut.
     * @param {Uint8Array} data
     * @param {number} cut
     * @returns {Generator<LogStep | undefined>}
     */
    *examine(data, cut) {
      let counted = this.seen;
      let bounds = { from: 0, to: lineEnd(data, this.seen) };
      const found = this.finder.find(data, this.seen, cut);
      for (let next = 0; next < found.length; next += 3) {
        const [literal, start, end] = /** @type {[number, number, number]} */ (found.slice(next, next + 3));
        if (start >= bounds.to) {
          yield* this.told(data);
          bounds = { from: lineStart(data, start), to: lineEnd(data, start) };
        }
        this.number += lineEnds(data, counted, start);
        counted = start;
        this.line.number = this.number;
        this.note(data, literal, start, end, bounds);
        yield;
      }
      this.number += lineEnds(data, counted, cut);
    }

    /**
     * @param {Uint8Array} data
     * @param {number} literal
     * @param {number} start
     * @param {number} end
     * @param {Bounds} bounds
     */
    note(data, literal, start, end, bounds) {
      const { code, family, anchor } = /** @type {About} */ (this.about[literal]);
      if (code !== undefined && standsAlone(data, start, end)) {
        const surface = utf8.decode(data.subarray(start, end));
        if (!this.line.codes.has(code)) this.line.codes.set(code, surface);
        this.mark(data, start, end, code, bounds);
      }
      if (family) this.noteUnknown(data, family, start, bounds);
      if (anchor && start >= this.compared) this.compare(data, start, bounds);
    }

    /**
     * @param {Uint8Array} data
     * @param {RegExp} family
     * @param {number} start
     * @param {Bounds} bounds
     */
    noteUnknown(data, family, start, bounds) {
      const first = Math.max(0, start - 16);
      family.lastIndex = start - first;
      const match = family.exec(latin(data, first, start + LONGEST_CODE));
      if (!match) return;
      const end = start + match[0].length;
      const code = utf8.decode(data.subarray(start, end));
      const room = this.line.unknown.size < MOST_UNKNOWN;
      if (room && !this.articles.has(code) && standsAlone(data, start, end)) {
        this.line.unknown.add(code);
        this.mark(data, start, end, code, bounds);
      }
    }

    /**
     * @param {Uint8Array} data
     * @param {number} start
     * @param {Bounds} bounds
     */
    compare(data, start, bounds) {
      const last = Math.min(bounds.to, start + AFTER);
      const text = utf8.decode(data.subarray(Math.max(bounds.from, start - BEFORE), last));
      const found = this.index.find(text.replace(EDGES, ""));
      const [best] = found;
      if (best) {
        const alike = found.filter((match) => match.score >= ALIKE * best.score);
        const name = this.index.text(best.entry);
        if (!this.line.messages.has(name)) {
          this.line.messages.set(name, alike.map((match) => match.article));
          this.line.quoted.set(name, best.entry);
        }
        this.keep(data, start, bounds);
      }
      this.compared = last === bounds.to ? last : last - BEFORE;
    }

    /**
     * @param {Uint8Array} data
     * @param {number} start
     * @param {number} end
     * @param {string} name
     * @param {Bounds} bounds
     */
    mark(data, start, end, name, bounds) {
      this.keep(data, start, bounds);
      const { marks } = this.line;
      if (marks.length < MOST_MARKS) marks.push([this.base + start, this.base + end, name]);
    }

    /**
     * Of the line's first hit, what is around it: the data is gone when the line ends.
     * @param {Uint8Array} data
     * @param {number} start
     * @param {Bounds} bounds
     */
    keep(data, start, { from, to }) {
      if (this.line.excerpt.length) return;
      const first = Math.max(from, start - EXCERPT_BEFORE);
      Object.assign(this.line, {
        start: this.base + from,
        end: this.base + to,
        time: stamp(data, from),
        excerpt: data.slice(first, Math.min(to, first + EXCERPT_BEFORE + EXCERPT_AFTER)),
        offset: this.base + first,
      });
    }

    /**
     * The line that ends here, if something was found in it.
     * @param {Uint8Array} data
     * @returns {Generator<LogStep | undefined>}
     */
    *told(data) {
      const line = this.line;
      this.line = emptyLine();
      this.compared = 0;
      const hits = hitsOf(line, this.articles);
      if (hits.length) yield this.step(data, 0, { ...line, hits });
    }
  }

  function emptyLine() {
    return {
      number: 0,
      /** @type {Map<string, string>} */
      codes: new Map(),
      /** @type {Set<string>} */
      unknown: new Set(),
      /** @type {Map<string, number[]>} */
      messages: new Map(),
      /** @type {Map<string, number>} */
      quoted: new Map(),
      /** @type {[number, number, string][]} */
      marks: [],
      start: 0,
      end: 0,
      time: "",
      excerpt: NOTHING,
      offset: 0,
    };
  }

  /**
   * @param {ReturnType<typeof emptyLine>} line
   * @param {Map<string, number[]>} known
   * @returns {LogHit[]}
   */
  function hitsOf(line, known) {
    const { number } = line;
    /** @type {LogHit[]} */
    let codes = [...line.codes].map(([name, surface]) => {
      return { line: number, kind: "code", name, surface, articles: known.get(name) ?? [] };
    });
    /** @type {LogHit[]} */
    const hits = [];
    for (const [name, articles] of line.messages) {
      if (!codes.some((hit) => hit.articles.some((article) => articles.includes(article)))) {
        hits.push({ line: number, kind: "message", name, surface: "", articles });
      }
      codes = codes.map((hit) => ({ ...hit, articles: ranked(hit.articles, articles) }));
    }
    hits.push(...codes);
    for (const name of line.unknown) {
      hits.push({ line: number, kind: "unknown", name, surface: name, articles: [] });
    }
    return hits;
  }

  /**
   * Those that quote the whole message before the others about the code.
   * @param {number[]} articles
   * @param {number[]} first
   */
  function ranked(articles, first) {
    return [...new Set([...first.filter((article) => articles.includes(article)), ...articles])];
  }

  /**
   * Whether what is found is not a part of a longer word.
   * @param {Uint8Array} data
   * @param {number} start
   * @param {number} end
   */
  function standsAlone(data, start, end) {
    if (GOES_ON.test(latin(data, end, end + 2))) return false;
    const before = latin(data, Math.max(0, start - 16), start);
    return !INSIDE.test(before) || GLUE.test(before);
  }

  /** @param {Uint8Array} data @param {number} from @param {number} to */
  function latin(data, from, to) {
    return String.fromCharCode(...data.subarray(from, to));
  }

  /** @param {Uint8Array} data @param {number} at */
  function lineStart(data, at) {
    return at > 0 ? data.lastIndexOf(NEW_LINE, at - 1) + 1 : 0;
  }

  /** @param {Uint8Array} data @param {number} at */
  function lineEnd(data, at) {
    const found = data.indexOf(NEW_LINE, at);
    return found < 0 ? data.length : found;
  }

  /** @param {Uint8Array} data @param {number} from @param {number} to */
  function lineEnds(data, from, to) {
    let count = 0;
    for (let at = from; at < to; at += 1) if (data[at] === NEW_LINE) count += 1;
    return count;
  }

  /** @param {Uint8Array[]} parts */
  function joined(parts) {
    if (parts.length === 1) return /** @type {Uint8Array} */ (parts[0]);
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  const api = { knowing };
  Object.assign(scope.errata, api);
  if (typeof module === "object") module.exports = api;
})();
