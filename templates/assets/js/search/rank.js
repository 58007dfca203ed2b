/**
 * Ranks articles by the words of a query and by how their lines say what it says, as
 * `errata.search.rank`, `rerank` and `engine` do in Python, where each step has its reason.
 * Sums are made in the same order there, so that both give the same numbers.
 */

"use strict";

(function () {
  const MOST_WORDS = 128;
  const SHARDS = 8;
  const RERANKED = 12;
  const ALTERNATIVES = 2;
  const OTHER_SHARDS = 2;
  const CORRECTED = 0.7;
  const TURN = 12;
  const COMMON = 6;
  const MOST_CORRECTED = 4;
  const SHORTEST_BEGUN = 3;
  const SHORTEST_STEM = 5;
  const COMPLETIONS = 8;
  const MOST_COMPARED = 64;
  const QUESTION = [0.6, 0.6, 0.4];
  const LOG = [2, 3, 3];
  const [SWAPPED, EXTRA, MISSING, WRONG] = [5, 4, 2, 1];

  /**
   * @typedef {{ total: number, kept: [number, number][] }} Posting
   * @typedef {{ word: string, posting: Posting, rarity: number, weight: number }} Term
   * @typedef {{ asked: string, terms: Term[] }} Slot one word of the query, or what it may have been
   * @typedef {{ title: string, lines: string[] }} Lines
   */

  /**
   * What one query reads of the index: shards count for it from when it opens them.
   * @param {any} files
   * @param {any} root
   * @param {() => Promise<unknown>} pause
   */
  function reader(files, root, pause) {
    /** @type {Map<number, Map<string, string>>} */
    const shards = new Map();

    /** @param {string} word */
    const shardOf = (word) => Math.max(0, bisect(root.firsts, word) - 1);
    let since = performance.now();

    return {
      shardOf,
      level: root.level,
      stem: root.stem,
      /** Gives the page its turn where a task gets long. */
      async breathe() {
        if (performance.now() - since < TURN) return;
        await pause();
        since = performance.now();
      },
      /** @param {Iterable<number>} places */
      async open(places) {
        const names = [...new Set(places)].filter((place) => !shards.has(place) && root.shard(place));
        const found = await Promise.all(names.map((place) => files.shard(root.shard(place))));
        names.forEach((place, at) => shards.set(place, found[at]));
      },
      /** @param {string} word */
      isOpen: (word) => shards.has(shardOf(word)),
      /**
       * Words that begin so, of the shards that would hold the first and the last of them.
       * @param {string} start
       */
      async beginning(start) {
        const places = new Set([shardOf(start), shardOf(`${start}\uffff`)]);
        await this.open(places);
        const held = [...places].flatMap((place) => [...(shards.get(place)?.keys() ?? [])]);
        return held.filter((word) => word.startsWith(start));
      },
      /**
       * @param {string} word
       * @param {number} weight
       * @returns {Term | undefined} if its shard is open and has it
       */
      term(word, weight) {
        const text = shards.get(shardOf(word))?.get(word);
        if (text === undefined) return undefined;
        const posting = own.posting(text);
        return { word, posting, rarity: root.rarities[bisect(root.totals, posting.total) - 1], weight };
      },
    };
  }

  /**
   * @template T
   * @param {T[]} sorted
   * @param {T} value
   * @returns {number} how many are not above the value
   */
  function bisect(sorted, value) {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value < sorted[middle]) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /**
   * What stands for each word of a query in the index.
   * @param {{ kind: string, text: string }} asked
   * @param {string[]} told
   * @param {ReturnType<typeof reader>} index
   * @param {boolean} typing whether the last word may be one that goes on
   * @returns {Promise<Slot[]>}
   */
  async function slotsOf({ kind, text }, told, index, typing) {
    const begun = typing && told[told.length - 1];
    const distinct = [...new Set(told)].slice(0, MOST_WORDS);
    const known = distinct.filter(index.level);
    const rarest = [...known].sort((one, two) => index.level(one) - index.level(two)).slice(0, SHARDS);
    await index.open(rarest.map(index.shardOf));
    /** @type {Map<string, Slot>} */
    const slots = new Map();
    for (const word of known) {
      const term = index.term(word, 1);
      if (term) slots.set(word, { asked: word, terms: [term] });
    }
    if (kind === "log") return [...slots.values()];
    const spelled = own.spellings(text, index.stem);
    const missing = distinct.filter(
      (word) => !slots.has(word) && (!index.level(word) || index.isOpen(word)) && spelled.has(word),
    );
    const rare = [...slots.keys()].filter((word) => index.level(word) < COMMON).length;
    const exact = slots.size;
    for (const word of missing.slice(0, MOST_CORRECTED)) {
      await index.breathe();
      const terms = await corrected(word, spelled.get(word), index);
      if (word === begun) await complete(terms, word, index);
      if (terms.length) slots.set(word, { asked: word, terms });
    }
    const right = slots.size - exact;
    const lost = missing.length - right;
    if (2 * rare + right < lost || (!rare && lost > 0)) return [];
    return distinct.flatMap((word) => slots.get(word) ?? []);
  }

  /**
   * Adds what a word may become, or else the one that it is with more behind it.
   * @param {Term[]} terms
   * @param {string} word
   * @param {ReturnType<typeof reader>} index
   */
  async function complete(terms, word, index) {
    const letters = Array.from(word);
    if (letters.length < SHORTEST_BEGUN) return;
    const begun = await index.beginning(word);
    const longer = begun.map((other) => index.term(other, CORRECTED)).filter((term) => term !== undefined);
    longer.sort((one, two) => two.posting.total - one.posting.total || (one.word < two.word ? -1 : 1));
    const known = new Set(terms.map((term) => term.word));
    for (const term of longer.slice(0, COMPLETIONS)) {
      if (!known.has(term.word)) terms.push({ ...term, rarity: longer[0].rarity });
    }
    for (let end = letters.length - 1; !terms.length && end >= SHORTEST_STEM; end -= 1) {
      const stem = letters.slice(0, end).join("");
      if (!index.level(stem)) continue;
      await index.open([index.shardOf(stem)]);
      const term = index.term(stem, CORRECTED);
      if (term) terms.push(term);
    }
  }

  /**
   * @param {string} word
   * @param {string} spelled
   * @param {ReturnType<typeof reader>} index
   * @returns {Promise<Term[]>}
   */
  async function corrected(word, spelled, index) {
    /** @type {Map<string, number>} */
    const weights = new Map();
    for (const [other, weight] of slips(spelled)) {
      const stem = index.stem(other);
      const level = index.level(stem);
      if (level && stem !== word) {
        weights.set(stem, Math.max(weights.get(stem) ?? 0, weight * level * level));
      }
    }
    await index.open(likely(weights, index.shardOf));
    const ranked = heaviest(weights).map((other) => index.term(other, CORRECTED));
    return ranked.filter((term) => term !== undefined).slice(0, ALTERNATIVES);
  }

  /**
   * @template {string | number} T
   * @param {Map<T, number>} weights
   * @returns {T[]} the heaviest first
   */
  function heaviest(weights) {
    const pairs = [...weights].sort(([one, more], [two, less]) => less - more || (one < two ? -1 : 1));
    return pairs.map(([key]) => key);
  }

  /**
   * Shards to open for the words that a misspelled one may be.
   * @param {Map<string, number>} weights
   * @param {(word: string) => number} shardOf
   */
  function likely(weights, shardOf) {
    /** @type {Map<number, number>} */
    const sums = new Map();
    /** @type {Map<number, number>} */
    const tops = new Map();
    for (const [word, weight] of weights) {
      const shard = shardOf(word);
      sums.set(shard, (sums.get(shard) ?? 0) + weight);
      tops.set(shard, Math.max(tops.get(shard) ?? 0, weight));
    }
    const [main] = heaviest(sums);
    tops.delete(main);
    return sums.size ? [main, ...heaviest(tops).slice(0, OTHER_SHARDS)] : [];
  }

  /**
   * Other words at one slip of the hand, each with its greatest weight.
   * @param {string} word
   */
  function slips(word) {
    /** @type {Map<string, number>} */
    const found = new Map();
    if (!/^[\0-\x7f]{4,24}$/.test(word)) return found;
    const add = (/** @type {string} */ other, /** @type {number} */ weight) => {
      if (other !== word && weight > (found.get(other) ?? 0)) found.set(other, weight);
    };
    for (let at = 0; at <= word.length; at += 1) {
      const head = word.slice(0, at);
      const tail = word.slice(at);
      if (tail.length > 1) add(head + tail[1] + tail[0] + tail.slice(2), SWAPPED);
      if (tail) add(head + tail.slice(1), EXTRA);
      for (const letter of "abcdefghijklmnopqrstuvwxyz") {
        add(head + letter + tail, MISSING);
        if (tail) add(head + letter + tail.slice(1), WRONG);
      }
    }
    return found;
  }

  /**
   * @param {Slot[]} slots
   * @param {boolean} log
   * @returns {Map<number, number>} article (by place) -> score
   */
  function rank(slots, log) {
    /** @type {Map<number, number>} */
    const sums = new Map();
    /** @type {Map<number, number>} */
    const covered = new Map();
    let total = 0;
    for (const slot of slots) {
      const share = slot.terms[0].rarity * slot.terms[0].weight;
      total += share;
      for (const [place, gain] of gains(slot)) {
        sums.set(place, (sums.get(place) ?? 0) + gain);
        covered.set(place, (covered.get(place) ?? 0) + share);
      }
    }
    for (const [place, sum] of sums) {
      const root = Math.sqrt((covered.get(place) ?? 0) / total);
      sums.set(place, sum * (log ? root : Math.sqrt(root)));
    }
    return sums;
  }

  /** @param {Slot} slot */
  function gains({ terms }) {
    /** @type {Map<number, number>} */
    const found = new Map();
    for (const { rarity, weight, posting } of terms) {
      const factor = rarity * weight;
      for (const [place, impact] of posting.kept) {
        const gain = factor * impact;
        if (gain > (found.get(place) ?? 0)) found.set(place, gain);
      }
    }
    return found;
  }

  /**
   * @param {Map<number, number>} scores
   * @returns {number[]} places, the best first
   */
  function inOrder(scores) {
    const rounded = Array.from(scores, ([place, score]) => [place, Math.floor(score * 1e6 + 0.5)]);
    return rounded.sort(([one, more], [two, less]) => less - more || one - two).map(([place]) => place);
  }

  /**
   * Compares fragments with one query.
   * @param {string[]} told its words, misspelled ones put right
   * @param {Map<string, number>} rarities
   * @param {boolean} log
   * @param {(word: string) => string} stem
   * @returns {(lines: Lines) => { factor: number, line: string }} the best line; empty if none has a word
   */
  function closeness(told, rarities, log, stem) {
    const asked = told.slice(0, MOST_COMPARED);
    const [a, b, c] = log ? LOG : QUESTION;
    const weigh = (/** @type {string[]} */ some) => {
      let sum = 0;
      for (const word of some) sum += rarities.get(word) ?? 0;
      return sum;
    };
    const total = (/** @type {string[]} */ runs) => {
      let sum = 0;
      for (const run of runs) sum += weigh(run.split(" "));
      return sum;
    };
    const share = (/** @type {number} */ part, /** @type {number} */ all) => (all ? part / all : 0);
    const [distinct, pairs, triples] = [1, 2, 3].map((size) => runsOf(asked, size));
    const [all, allPairs, allTriples] = [weigh(distinct), total(pairs), total(triples)];
    const known = new Set(asked);
    return ({ title, lines }) => {
      let [top, best] = [0, ""];
      /** @type {Set<string>} */
      const said = new Set();
      for (const line of [title, ...lines]) {
        /** @type {string[]} */
        const words = own.words(line, stem);
        words.forEach((third, at) => {
          const [first, second] = [words[at - 2], words[at - 1]];
          if (!known.has(third) || !known.has(second)) return;
          said.add(`${second} ${third}`);
          if (known.has(first)) said.add(`${first} ${second} ${third}`);
        });
        const has = new Set(words);
        const both = distinct.filter((word) => has.has(word));
        const weight = (weigh(both) * (1 + share(both.length, has.size))) / 2;
        if (weight > top) [top, best] = [weight, line];
      }
      const shared = (/** @type {string[]} */ runs) => total(runs.filter((run) => said.has(run)));
      let part = a * share(top, all);
      part += b * share(shared(pairs), allPairs);
      part += c * share(shared(triples), allTriples);
      return { factor: 1 + part, line: best };
    };
  }

  /**
   * Neighbouring words, each run once.
   * @param {string[]} words
   * @param {number} size
   */
  function runsOf(words, size) {
    const runs = words.slice(size - 1).map((_, at) => words.slice(at, at + size).join(" "));
    return [...new Set(runs)];
  }

  const api = { reader, slotsOf, rank, inOrder, closeness, RERANKED };
  const scope = /** @type {{ errata: any }} */ (/** @type {unknown} */ (globalThis));
  const own = ((scope.errata ??= {}).search ??= {});
  Object.assign(own, api);
  if (typeof module === "object") module.exports = api;
})();
