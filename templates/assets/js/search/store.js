/**
 * Loads the index's files and reads what they hold. Each file is a script that calls
 * `errata.put(name, value)`, since a page opened from a disk may load nothing else.
 * The formats are described where they are written, in `src/errata/search/`.
 */

"use strict";

(function () {
  const VERSION = 1;
  const RADIX = 45;
  const DEPTH = 7;
  const FAR = 12;
  const NAME = 7;

  /**
   * @typedef {(source: string) => Promise<any>} Load what the script at an address puts
   * @typedef {{ total: number, kept: [number, number][] }} Posting article (by place) and impact
   * @typedef {ReturnType<typeof readRoot>} Root
   * @typedef {ReturnType<typeof readCodes>} Codes
   * @typedef {{ title: string, products: string[], updated: string, short: string, lines: string[] }} Fragment
   * @typedef {{ code: string, href: string, message: string, family: string, meaning: string, solution: string, articles: string[] }} Card
   */

  /** @type {WeakMap<object, { value: unknown }>} */
  const found = new WeakMap();

  /**
   * Called by every file of the index.
   * @param {string} name
   * @param {unknown} value
   */
  function put(name, value) {
    if (document.currentScript) found.set(document.currentScript, { value });
  }

  /**
   * Runs a script.
   * @param {string} source
   * @returns {Promise<HTMLScriptElement>}
   */
  function script(source) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.onload = element.onerror = (event) => {
        element.remove();
        if (/** @type {Event} */ (event).type === "load") resolve(element);
        else reject(new Error(`${source} could not be loaded`));
      };
      element.charset = "utf-8";
      element.src = source;
      document.head.append(element);
    });
  }

  /** @type {Load} */
  async function load(source) {
    const held = found.get(await script(source));
    if (held) return held.value;
    throw new Error(`${source} holds nothing`);
  }

  /**
   * The files of one locale's index, each asked for once, and again after `forget`.
   * @param {string} folder with a slash at its end
   * @param {Load} [from]
   */
  function store(folder, from = load) {
    /** @type {Map<string, Promise<any>>} */
    const asked = new Map();
    let suffix = "";

    /**
     * @template T
     * @param {string} name
     * @param {(value: any) => T} read
     * @returns {Promise<T>}
     */
    function get(name, read) {
      let promise = asked.get(name);
      if (!promise) {
        promise = from(`${folder}${name}.js${suffix}`).then(read);
        asked.set(name, promise);
      }
      return promise;
    }

    return {
      root: () => get("root", readRoot),
      codes: () => get("codes", readCodes),
      /** @param {string} name */
      shard: (name) => get(name, readShard),
      /** @param {string} file @returns {Promise<Fragment>} */
      fragment: (file) => get(`f/${file}`, same),
      /** @param {string} file @returns {Promise<Card>} */
      card: (file) => get(`c/${file}`, same),
      /** For an index that was replaced while the page stood open: asks past every cache. */
      forget() {
        asked.clear();
        suffix = `?${Date.now()}`;
      },
    };
  }

  /** @param {any} value */
  const same = (value) => value;

  /** @param {{ version: number }} value */
  function check({ version }) {
    if (version !== VERSION) throw new Error(`the index is of version ${version}`);
  }

  /** @param {any} value */
  function readRoot(value) {
    check(value);
    const sets = value.sets.map((/** @type {number[]} */ set) => set.map((at) => value.products[at]));
    const of = numbers(value.of);
    const docs = names(value.numbers).map((number, place) => ({
      number,
      file: /** @type {string} */ (value.files[place] ?? number),
      products: /** @type {string[]} */ (sets[of[place]]),
    }));
    return {
      docs,
      byNumber: new Map(docs.map((doc) => [doc.number, doc])),
      /** @type {(word: string) => string} */
      stem: own.stemmer(value.endings),
      firsts: words(value.firsts),
      /** @param {number} place */
      shard: (place) => value.shards.slice(place * NAME, place * NAME + NAME),
      ...sketch(value),
    };
  }

  /** @param {any} value */
  function readCodes(value) {
    check(value);
    const articles = names(value.articles);
    const uses = value.uses.split(" ");
    const codes = /** @type {string[]} */ (value.codes);
    const rows = codes.map((code, place) => ({
      code,
      /** Empty if the code has no page. */
      file: /** @type {string} */ ("es".includes(value.kinds[place]) ? (value.files[place] ?? code) : ""),
      articles: numbers(uses[place]).map((at) => articles[at]),
    }));
    return {
      rows: new Map(rows.map((row) => [row.code, row])),
      lookup: own.lookup(codes),
      usual: new Set(value.usual.split(" ")),
    };
  }

  /** @param {any} value */
  function readShard(value) {
    /** @type {Map<string, string>} */
    const written = new Map();
    const texts = value[1].split(" ");
    words(value[0]).forEach((word, place) => written.set(word, texts[place]));
    return written;
  }

  /** @param {number} code of a digit */
  const digit = (code) => code - (code > 92 ? 36 : 35);

  /**
   * Every number of a text; -1 where it has `!`.
   * @param {string} text
   */
  function numbers(text) {
    /** @type {number[]} */
    const read = [];
    let number = 0;
    let factor = 1;
    for (let at = 0; at < text.length; at += 1) {
      const value = digit(text.charCodeAt(at));
      if (value >= RADIX) {
        number += (value - RADIX) * factor;
        factor *= RADIX;
        number += factor;
      } else {
        read.push(value < 0 ? -1 : number + value * factor);
        number = 0;
        factor = 1;
      }
    }
    return read;
  }

  /** @param {[string, string[]]} written */
  function names([text, own]) {
    let before = "";
    let at = 0;
    return numbers(text).map((gap) => {
      if (gap < 0) before = own[at++];
      else {
        const digits = /[0-9]{1,9}$/.exec(before)?.[0] ?? "";
        const next = String(Number(digits) + gap + 1).padStart(digits.length, "0");
        before = before.slice(0, -digits.length) + next;
      }
      return before;
    });
  }

  /** @param {string} written front coded: a capital for the letters shared, then the rest */
  function words(written) {
    /** @type {string[]} */
    let before = [];
    return Array.from(written.matchAll(/([A-Z])([^A-Z]*)/g), ([, shared, rest]) => {
      before = [...before.slice(0, shared.charCodeAt(0) - 65), ...rest];
      return before.join("");
    });
  }

  /**
   * @param {string} text
   * @returns {Posting}
   */
  function posting(text) {
    const [head, rest] = text[0] === "!" ? text.slice(1).split("!") : ["", text];
    /** @type {[number, number][]} */
    const kept = [];
    let place = -1;
    for (let start = 0; start < rest.length; ) {
      let end = start;
      while (digit(rest.charCodeAt(end)) >= RADIX) end += 1;
      place += numbers(rest.slice(start, end + 1))[0] + 1;
      kept.push([place, digit(rest.charCodeAt(end + 1)) + 1]);
      start = end + 2;
    }
    return { total: head ? numbers(head)[0] : kept.length, kept };
  }

  /** @param {{ bits: number, sketch: string, totals: number[], rarities: number[] }} value */
  function sketch({ bits, sketch: written, totals, rarities }) {
    const slots = new Uint8Array(1 << bits);
    let at = -1;
    for (let place = 0; place < written.length; place += 1) {
      const value = digit(written.charCodeAt(place));
      at += Math.min(FAR, Math.floor(value / DEPTH) + 1);
      if (value < FAR * DEPTH) slots[at] = (value % DEPTH) + 1;
    }
    return {
      /** @param {string} word */
      level: (word) => slots[slot(word, bits)],
      totals,
      rarities,
    };
  }

  /**
   * FNV-1a over UTF-16 code units, folded.
   * @param {string} word
   * @param {number} bits
   */
  function slot(word, bits) {
    let value = 2166136261;
    for (let at = 0; at < word.length; at += 1) {
      value = Math.imul(value ^ word.charCodeAt(at), 16777619);
    }
    return (value ^ (value >>> 15)) & ((1 << bits) - 1);
  }

  const api = { script, store, posting };
  const scope = /** @type {{ errata: any }} */ (/** @type {unknown} */ (globalThis));
  const own = ((scope.errata ??= {}).search ??= {});
  Object.assign(own, api);
  scope.errata.put = put;
  if (typeof module === "object") module.exports = api;
})();
