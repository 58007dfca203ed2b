/**
 * Finds the articles whose messages a line of a log contains, or is a part of: what
 * `errata.messages.match.MessageIndex` does in Python, with the same numbers. Rarities are whole
 * millionths there and here, so that sums are the same in any order.
 */

/**
 * @typedef {object} LogMatch
 * @property {number} article place in the list of articles
 * @property {number} score
 * @property {number} entry the message's place
 */

/**
 * @typedef {object} MessageIndex
 * @property {(line: string) => LogMatch[]} find the best first, one match an article
 * @property {() => Generator<string>} anchors a line without any of them is not worth comparing
 * @property {(entry: number) => string} text as the article quotes it; of several with one template
 *   always the same
 * @property {(entry: number) => Set<string>} pairs
 */

/** @typedef {{ article: number, template: string, words: string[], pairs: Set<string>, plain: Set<string>, order: string[], weight: number }} MessageEntry
 * Pairs that are there every time, outside quotation marks and without the code, are plain; so are the words in order. */

/** @import { Masker, MessageWords } from "./words.js" */

"use strict";

(function () {
  const scope = /** @type {{ errata: Masker & { messageWords: MessageWords } }} */ (
    /** @type {unknown} */ (globalThis)
  );
  const { mask, stripPrefix } = scope.errata;
  const { words, plainWords, pairs, anchors: anchorsOf, CODE } = scope.errata.messageWords;

  const PARTS = 1_000_000;
  const MOST_WORDS = 160;
  const MOST_OF_A_PAIR = 150;
  const COMMON_WEIGHT = 0.3;
  const ENOUGH = 8;
  const ENOUGH_OF_WHOLE = 4.5;
  const WHOLE = 0.85;
  const WHOLE_LINE = 0.99;
  const ENOUGH_EXACTLY = 2;
  const ENOUGH_ON_END = 9;
  const LITERALLY = 0.1;
  const ENOUGH_WORDS = 3;
  const MANY_WORDS = 5;
  const OF_MESSAGE = 0.55;
  const OF_LINE = 0.6;
  const OF_EITHER = 1;
  const CANDIDATES = 40;
  const MOST_FOUND = 5;
  const REMEMBERED = 2_000;

  /**
   * @param {[number, string][]} messages (place of the article, text), sorted by number and text
   * @param {Set<string>} common
   * @returns {Generator<undefined, MessageIndex>} pauses often, so that nothing waits for it
   */
  function* build(messages, common) {
    /** @type {{ article: number, text: string, template: string, words: string[] }[]} */
    const drafts = [];
    for (const [article, text] of messages) {
      drafts.push({ article, text, template: mask(text), words: words(text) });
      yield;
    }
    const rarity = rarities(drafts.map((draft) => draft.words), common);
    const unseen = Math.round((Math.log(messages.length + 1) / 2) * PARTS);

    /** @param {Iterable<string>} some distinct */
    function weigh(some) {
      let sum = 0;
      for (const word of some) sum += rarity.get(word) ?? unseen;
      return sum / PARTS;
    }

    /**
     * With quoted values between the words and without, for the values differ.
     * @param {number} article
     * @param {string} masked
     * @param {string[]} all
     * @returns {MessageEntry}
     */
    function entered(article, masked, all) {
      const order = plainWords(masked);
      const bare = CODE.test(masked) ? plainWords(masked.replace(CODE, "")) : order;
      const first = order.slice(0, MOST_WORDS);
      const constant = weigh(new Set(bare));
      return {
        article,
        template: masked,
        words: all,
        pairs: new Set([...pairs(all), ...pairs(first)]),
        plain: new Set(pairs(bare.slice(0, MOST_WORDS))),
        order: first,
        weight: constant >= ENOUGH_EXACTLY ? constant : weigh(new Set(all)) || 1,
      };
    }

    /** @type {MessageEntry[]} */
    const entries = [];
    /** @type {Map<string, number[]>} */
    const posted = new Map();
    /** @type {Map<string, string>} */
    const texts = new Map();
    for (const draft of drafts) {
      const { article, template } = draft;
      const entry = entered(article, template, draft.words);
      for (const pair of entry.pairs) {
        const known = posted.get(pair);
        if (known) known.push(entries.length);
        else posted.set(pair, [entries.length]);
      }
      const key = `${article} ${template}`;
      if (!texts.has(key)) texts.set(key, draft.text);
      entries.push(entry);
      yield;
    }

    /** @type {Map<string, LogMatch[]>} lines differ in times and values only, mostly */
    const remembered = new Map();

    /** @param {string} line */
    function find(line) {
      const text = stripPrefix(line);
      const all = words(text).slice(0, MOST_WORDS);
      const masked = mask(text);
      const key = `${all.join(" ")}\n${masked}`;
      const known = remembered.get(key);
      if (known) return known;
      const found = compare(all, masked);
      if (remembered.size >= REMEMBERED) remembered.clear();
      remembered.set(key, found);
      return found;
    }

    /**
     * @param {string[]} all
     * @param {string} masked
     */
    function compare(all, masked) {
      const asked = entered(-1, masked, all);
      const votes = voted(asked.pairs);
      if (!votes.size) return [];
      const likely = [...votes.keys()].sort((a, b) => (votes.get(b) ?? 0) - (votes.get(a) ?? 0) || a - b);
      /** @type {Map<number, LogMatch>} */
      const best = new Map();
      for (const at of likely.slice(0, CANDIDATES)) {
        const entry = /** @type {MessageEntry} */ (entries[at]);
        const score = scored(entry, asked);
        if (score > (best.get(entry.article)?.score ?? 0)) {
          best.set(entry.article, { article: entry.article, score, entry: at });
        }
      }
      return [...best.values()].sort((a, b) => b.score - a.score || a.article - b.article).slice(0, MOST_FOUND);
    }

    /** @param {Set<string>} asked */
    function voted(asked) {
      /** @type {Map<number, number>} */
      const votes = new Map();
      for (const pair of asked) {
        const at = posted.get(pair);
        if (!at || at.length > MOST_OF_A_PAIR) continue;
        const [first = "", second = ""] = pair.split(" ");
        const rare = (rarity.get(first) ?? unseen) + (rarity.get(second) ?? unseen);
        for (const entry of at) votes.set(entry, (votes.get(entry) ?? 0) + rare);
      }
      return votes;
    }

    /**
     * @param {MessageEntry} entry
     * @param {MessageEntry} asked
     */
    function scored(entry, asked) {
      const run = new Set();
      for (const pair of entry.pairs) {
        if (asked.pairs.has(pair)) for (const word of pair.split(" ")) run.add(word);
      }
      const shared = weigh(run);
      const ofMessage = Math.min(shared / entry.weight, 1);
      const ofLine = Math.min(shared / asked.weight, 1);
      const same = entry.words.length === asked.words.length && entry.words.every((word, at) => word === asked.words[at]);
      const found =
        isEnough(run, shared, ofMessage, ofLine) ||
        (same && isDistinct(entry.words)) ||
        isInside(entry, asked, run, shared);
      if (!found) return 0;
      const own = new Set(entry.words);
      const both = weigh(new Set(asked.words.filter((word) => own.has(word))));
      const literally = asked.template.includes(entry.template) ? LITERALLY : 0;
      return Number((both * (1 + ofMessage * 0.5 + ofLine * 0.5 + literally)).toFixed(4));
    }

    /**
     * @param {Set<string>} run
     * @param {number} shared
     * @param {number} ofMessage
     * @param {number} ofLine
     */
    function isEnough(run, shared, ofMessage, ofLine) {
      let whole = ofLine >= OF_LINE && (ofMessage >= WHOLE || ofLine >= WHOLE_LINE);
      if (areCommon(run)) whole = ofLine >= WHOLE_LINE && ofMessage >= WHOLE && run.size >= MANY_WORDS;
      return (
        run.size >= ENOUGH_WORDS &&
        shared >= (whole ? ENOUGH_OF_WHOLE : ENOUGH) &&
        ofMessage + ofLine >= OF_EITHER &&
        (ofMessage >= OF_MESSAGE || ofLine >= OF_LINE)
      );
    }

    /**
     * Whether the message as a whole, or many words of it on end, stand in the line.
     * @param {MessageEntry} entry
     * @param {MessageEntry} asked
     * @param {Set<string>} run
     * @param {number} shared
     */
    function isInside(entry, asked, run, shared) {
      if (run.size < ENOUGH_WORDS || areCommon(run)) return false;
      const part = entry.plain.size >= ENOUGH_WORDS - 1 && [...entry.plain].every((pair) => asked.pairs.has(pair));
      if (entry.weight >= ENOUGH_OF_WHOLE && part) return true;
      if (run.size < MANY_WORDS || shared < ENOUGH_ON_END) return false;
      return chains(asked.order, entry.pairs).some((chain) => {
        return chain.length >= MANY_WORDS && !areCommon(chain) && weigh(new Set(chain)) >= ENOUGH_ON_END;
      });
    }

    /** @param {string[]} some */
    function isDistinct(some) {
      return some.length >= ENOUGH_WORDS || !areCommon(some);
    }

    /** @param {Iterable<string>} some */
    function areCommon(some) {
      for (const word of some) if (!common.has(word)) return false;
      return true;
    }

    function* anchors() {
      for (const { template } of entries) {
        yield* anchorsOf(template, common);
      }
    }

    /** @param {number} at */
    function quoted(at) {
      const entry = /** @type {MessageEntry} */ (entries[at]);
      return texts.get(`${entry.article} ${entry.template}`) ?? "";
    }

    return { find, anchors, text: quoted, pairs: (at) => entries[at]?.pairs ?? new Set() };
  }

  /**
   * The stretches of the words whose neighbours are all neighbours in the message, too.
   * @param {string[]} all
   * @param {Set<string>} known
   */
  function chains(all, known) {
    const found = [all.slice(0, 1)];
    for (let at = 1; at < all.length; at += 1) {
      const word = /** @type {string} */ (all[at]);
      if (known.has(`${all[at - 1]} ${word}`)) found.at(-1)?.push(word);
      else found.push([word]);
    }
    return found;
  }

  /**
   * @param {string[][]} texts
   * @param {Set<string>} common
   */
  function rarities(texts, common) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const some of texts) {
      for (const word of new Set(some)) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    const total = texts.length + 1;
    for (const [word, count] of counts) {
      const rare = Math.log(total / count) * (common.has(word) ? COMMON_WEIGHT : 1);
      counts.set(word, Math.round(rare * PARTS));
    }
    return counts;
  }

  const api = { messageIndex: build };
  Object.assign(scope.errata, api);
  if (typeof module === "object") module.exports = api;
})();
