/**
 * Looks for very many literal texts at once in the bytes of a log, and spells codes as people do:
 * what `errata.codes.spellings` and an Aho-Corasick automaton do in Python.
 *
 * Of each literal its rarest four or eight bytes are looked for. A table of bits, small enough for
 * the processor's cache, says no at nearly every place of a log; a yes is compared with the few
 * literals that hold those bytes.
 */

/**
 * @typedef {object} Literals
 * @property {(data: Uint8Array, from: number, to: number) => number[]} find literal, start and end of
 *   each that starts in [from, to), one after another, by end and then start
 */

"use strict";

(function () {
  const SHORTEST = 4;
  const PARTED = /^([A-Z]{2,12})-([0-9]{5,10})$/;
  const SEPARATORS = ["-", "", " ", "_", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"];
  const BITS = 20;
  const LONG = 8;
  const encoder = new TextEncoder();

  /**
   * Literal -> the code it means; one of prefix and digits has many, any other itself.
   * @param {string[]} codes sorted
   */
  function spellings(codes) {
    const usable = codes.filter((code) => Array.from(code).length >= SHORTEST && !code.includes("\n"));
    /** @type {Map<string, string>} */
    const found = new Map(usable.map((code) => [code, code]));
    for (const code of usable) {
      const [, prefix, digits] = PARTED.exec(code) ?? [];
      if (!prefix || !digits) continue;
      for (const letters of [prefix, prefix.toLowerCase()]) {
        for (const separator of SEPARATORS) {
          const text = letters + separator + digits;
          if (!found.has(text)) found.set(text, code);
        }
      }
    }
    return found;
  }

  /**
   * @param {number} high four bytes
   * @param {number} low the four after them
   */
  function hash(high, low) {
    return Math.imul(Math.imul(high, 0x9e3779b1) ^ low, 0x85ebca6b) >>> (32 - BITS);
  }

  /**
   * @param {string[]} texts distinct, none empty
   * @returns {Generator<undefined, Literals>} pauses now and then
   */
  function* literals(texts) {
    const bytes = new Uint8Array(texts.reduce((sum, text) => sum + 3 * text.length, 0));
    const starts = new Int32Array(texts.length + 1);
    for (const [at, text] of texts.entries()) {
      const start = starts[at] ?? 0;
      starts[at + 1] = start + encoder.encodeInto(text, bytes.subarray(start)).written;
    }
    const reach = starts.reduce((most, start, at) => Math.max(most, start - (starts[at - 1] ?? start)), 0);
    const long = new Grams(bytes, LONG);
    const short = new Grams(bytes, SHORTEST);
    /** @param {number} at */
    const choose = (at) => ((starts[at + 1] ?? 0) - (starts[at] ?? 0) >= LONG ? long : short);
    for (const step of /** @type {("count" | "enter")[]} */ (["count", "enter"])) {
      for (let at = 0; at < texts.length; at += 1) {
        choose(at)[step](at, starts[at] ?? 0, starts[at + 1] ?? 0);
        if (at % 512 === 0) yield;
      }
    }

    /** @param {Uint8Array} data @param {number} from @param {number} to */
    function find(data, from, to) {
      /** @type {number[]} */
      const found = [];
      for (const grams of [long, short]) {
        if (grams.size) grams.find(data, from, Math.min(data.length, to + reach), to, starts, found);
      }
      return ordered(found);
    }
    return { find };
  }

  /** The literals of one length of gram. */
  class Grams {
    /**
     * @param {Uint8Array} bytes of all literals
     * @param {number} width
     */
    constructor(bytes, width) {
      this.bytes = bytes;
      this.width = width;
      this.size = 0;
      this.counts = new Uint16Array(1 << BITS);
      this.bits = new Int32Array(1 << (BITS - 5));
      /** @type {Map<number, number[]>} gram -> literal and its distance from the gram's end, … */
      this.buckets = new Map();
    }

    /** @param {number} start of the gram in the literals' bytes */
    gram(start) {
      const { bytes, width } = this;
      return width === LONG ? hash(word(bytes, start), word(bytes, start + 4)) : hash(0, word(bytes, start));
    }

    /** @param {number} _ @param {number} start @param {number} end */
    count(_, start, end) {
      for (let at = start; at + this.width <= end; at += 1) {
        const gram = this.gram(at);
        this.counts[gram] = Math.min((this.counts[gram] ?? 0) + 1, 0xffff);
      }
    }

    /** @param {number} literal @param {number} start @param {number} end */
    enter(literal, start, end) {
      let [best, rarest] = [start, Infinity];
      for (let at = start; at + this.width <= end; at += 1) {
        const count = this.counts[this.gram(at)] ?? 0;
        if (count < rarest) [best, rarest] = [at, count];
      }
      const gram = this.gram(best);
      this.bits[gram >> 5] = (this.bits[gram >> 5] ?? 0) | (1 << (gram & 31));
      const bucket = this.buckets.get(gram) ?? [];
      if (!bucket.length) this.buckets.set(gram, bucket);
      bucket.push(literal, best + this.width - start);
      this.size += 1;
    }

    /**
     * @param {Uint8Array} data
     * @param {number} from
     * @param {number} end
     * @param {number} to
     * @param {Int32Array} starts
     * @param {number[]} found
     */
    find(data, from, end, to, starts, found) {
      const { bits, width } = this;
      let [high, low] = [0, 0];
      for (let at = from; at < end; at += 1) {
        if (width === LONG) high = (high << 8) | (low >>> 24);
        low = (low << 8) | /** @type {number} */ (data[at]);
        const gram = Math.imul(Math.imul(high, 0x9e3779b1) ^ low, 0x85ebca6b) >>> (32 - BITS);
        if ((/** @type {number} */ (bits[gram >> 5]) >>> (gram & 31)) & 1 && at - from >= width - 1) {
          this.compare(data, at + 1, gram, from, to, starts, found);
        }
      }
    }

    /**
     * @param {Uint8Array} data
     * @param {number} at just behind the gram
     * @param {number} gram
     * @param {number} from
     * @param {number} to
     * @param {Int32Array} starts
     * @param {number[]} found
     */
    compare(data, at, gram, from, to, starts, found) {
      const bucket = this.buckets.get(gram) ?? [];
      for (let next = 0; next < bucket.length; next += 2) {
        const literal = bucket[next] ?? 0;
        const start = at - (bucket[next + 1] ?? 0);
        const first = starts[literal] ?? 0;
        const length = (starts[literal + 1] ?? 0) - first;
        if (start < from || start >= to || start + length > data.length) continue;
        let same = 0;
        while (same < length && this.bytes[first + same] === data[start + same]) same += 1;
        if (same === length) found.push(literal, start, start + length);
      }
    }
  }

  /** @param {Uint8Array} bytes @param {number} at */
  function word(bytes, at) {
    return ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
  }

  /** @param {number[]} found */
  function ordered(found) {
    const places = Array.from({ length: found.length / 3 }, (_, at) => at * 3);
    places.sort((a, b) => (found[a + 2] ?? 0) - (found[b + 2] ?? 0) || (found[a + 1] ?? 0) - (found[b + 1] ?? 0));
    return places.flatMap((at) => found.slice(at, at + 3));
  }

  const api = { spellings, literals };
  const scope = /** @type {{ errata?: object }} */ (/** @type {unknown} */ (globalThis));
  scope.errata = Object.assign(scope.errata ?? {}, api);
  if (typeof module === "object") module.exports = api;
})();
