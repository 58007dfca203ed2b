/** Answers queries from an index: `errata.searcher(place).ask(query)`, as `errata search` does. */

"use strict";

(function () {
  const PAGE = 10;
  const MOST_CARDS = 5;
  const LONGEST_NUMBER = 40;
  const SAFE = /^(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))(?![.-])[a-z0-9._-]{1,100}(?<![.-])$/i;

  /**
   * @typedef {{ text: string, mark: boolean }} Piece
   * @typedef {{ number: string, title: string, href: string, products: string[], updated: string, excerpt: Piece[] }} Hit
   * @typedef {{ code: string, href: string, message: string, family: string, meaning: string, solution: string, articles: string[] }} Card
   * @typedef {{ query: string, kind: string, cards: Card[], near: { code: string, href: string }[], hits: Hit[], numbers: string[],
   *   total: number, facets: { products: [string, number][] }, page: number, pages: number }} Answer
   *   `numbers`: all articles, the best first; `hits`: those of the page; `kind`: empty, code, near, log, words or none; addresses are from the site's root
   * @typedef {{ kind: string, text: string, codes: string[], near: string[], whole: string }} Asked
   * @typedef {Asked & { numbers: string[], lines: Map<string, string>, words: string[], stem: (word: string) => string }} Found
   *   every article, the best first; the best lines of the first ones; the words to mark
   */

  /**
   * @param {{ base: string, locale: string, load?: (source: string) => Promise<any>, pause?: () => Promise<unknown> }} place
   *   `base`: the site's root as the page reaches it; `pause`: lets the page do other work
   */
  function searcher({ base, locale, load, pause = () => new Promise((resolve) => setTimeout(resolve)) }) {
    const files = own.store(`${base}search/${locale}/`, load);

    /**
     * Rejects if a file cannot be loaded, twice: the first time the index may have been replaced.
     * @param {string} query
     * @param {{ page?: number, product?: string, typing?: boolean }} [options] `typing`: the last word may go on
     * @returns {Promise<Answer>}
     */
    async function ask(query, options = {}) {
      try {
        return await answer(query, options);
      } catch {
        files.forget();
        return answer(query, options);
      }
    }

    /**
     * @param {string} query
     * @param {{ page?: number, product?: string, typing?: boolean }} options
     * @returns {Promise<Answer>}
     */
    async function answer(query, { page = 1, product = "", typing = false }) {
      const found = await find(query, typing);
      const sets = await productsOf(found.numbers);
      const all = product ? found.numbers.filter((_, at) => sets[at].includes(product)) : found.numbers;
      const [hits, cards, near] = await Promise.all([
        Promise.all(all.slice((page - 1) * PAGE, page * PAGE).map((number) => hit(number, found))),
        Promise.all(found.codes.slice(0, MOST_CARDS).map(card)),
        Promise.all(found.near.map(card)),
      ]);
      return {
        query,
        kind: found.kind,
        cards: cards.filter(({ href }) => href),
        near: near.map(({ code, href }) => ({ code, href: href || search(code) })),
        hits,
        numbers: all,
        total: all.length,
        facets: { products: counted(sets.flat()) },
        page,
        pages: Math.ceil(all.length / PAGE),
      };
    }

    /** @param {string} code without a page of its own */
    const search = (code) => `${locale}/search/index.html?q=${encodeURIComponent(code)}`;

    /**
     * @param {string} query
     * @param {boolean} typing
     * @returns {Promise<Found>}
     */
    async function find(query, typing) {
      const text = own.plain(query);
      if (!text) return { ...nothing };
      const asked = await read(text);
      const number = asked.codes.length ? "" : await numberOf(asked);
      if (number) return { ...nothing, kind: "words", numbers: [number] };
      if (asked.kind === "words" || asked.kind === "log") return findWords(asked, typing);
      const meant = asked.codes.length ? asked.codes : asked.near;
      const words = own.words(meant.join(" "), nothing.stem);
      return { ...nothing, ...asked, numbers: await articlesOf(meant), words };
    }

    /**
     * The article whose number a query is; empty for none.
     * @param {Asked} asked
     * @returns {Promise<string>}
     */
    async function numberOf({ kind, text }) {
      const key = text.length > LONGEST_NUMBER || kind === "log" || !/\p{Nd}/u.test(text) ? "" : own.keyOf(text);
      if (!key) return "";
      const { byNumber } = await files.root();
      return [...byNumber.keys()].find((number) => own.keyOf(number) === key) ?? "";
    }

    /**
     * A long text is no code: for a log, the codes are not even loaded.
     * @param {string} text
     * @returns {Promise<Asked>}
     */
    async function read(text) {
      const log = own.isLog(text);
      const codes = log && own.isLong(text) ? null : await files.codes();
      const whole = codes && own.readWhole(text, codes.lookup);
      if (whole) return whole;
      if (!log) return own.readLine(text, codes.lookup, codes.usual);
      if (!scope.errata.mask) await own.script(`${base}assets/js/mask.js`);
      await pause();
      return own.readLog(text, scope.errata);
    }

    /**
     * @param {Asked} asked
     * @param {boolean} typing
     * @returns {Promise<Found>}
     */
    async function findWords(asked, typing) {
      const root = await files.root();
      const index = own.reader(files, root, pause);
      /** @type {string[]} */
      const told = own.words(asked.text, root.stem);
      let slots = await own.slotsOf(asked, told, index, typing);
      if (!slots.length) slots = await own.slotsOf(asked, told, index, true);
      const first = await articlesOf(asked.codes.filter((code) => /\p{Nd}/u.test(code)));
      if (!slots.length || !(await isKnown(asked.whole, index))) {
        return { ...nothing, ...asked, kind: first.length ? "words" : "none", numbers: first, words: told };
      }
      await index.breathe();
      const { places, lines, words } = await reranked(slots, told, asked.kind === "log", root, index);
      const numbers = places.map((place) => root.docs[place].number);
      const meant = numbers.filter((number) => first.includes(number));
      const all = [...new Set([...meant, ...first, ...numbers])];
      return { ...asked, numbers: all, lines, words, stem: root.stem };
    }

    /**
     * @param {any[]} slots
     * @param {string[]} told
     * @param {boolean} log
     * @param {any} root
     * @param {any} index
     */
    async function reranked(slots, told, log, root, index) {
      const scores = own.rank(slots, log);
      /** @type {number[]} */
      const top = own.inOrder(scores);
      const best = top.slice(0, own.RERANKED);
      const instead = new Map(slots.map((slot) => [slot.asked, slot.terms[0]]));
      const words = told.map((word) => instead.get(word)?.word ?? word);
      const rarities = new Map(slots.map(({ terms: [term] }) => [term.word, term.rarity * term.weight]));
      const close = own.closeness(words, rarities, log, root.stem);
      const fragments = await Promise.all(best.map((place) => files.fragment(root.docs[place].file)));
      /** @type {{ factor: number, line: string }[]} */
      const found = [];
      for (const fragment of fragments) {
        await index.breathe();
        found.push(close(fragment));
      }
      const final = new Map(best.map((place, at) => [place, scores.get(place) * found[at].factor]));
      return {
        places: [...own.inOrder(final), ...top.slice(own.RERANKED)],
        lines: new Map(best.map((place, at) => [root.docs[place].number, found[at].line])),
        words,
      };
    }

    /**
     * Whether the telling words of a lone piece are all there.
     * @param {string} whole
     * @param {any} index
     */
    async function isKnown(whole, index) {
      /** @type {string[]} */
      const words = own.words(whole.slice(whole.lastIndexOf(".") + 1), index.stem);
      const parts = words.filter((word, at) => !at || at === words.length - 1 || !/^\p{L}+$/u.test(word));
      if (!parts.every(index.level)) return false;
      await index.open(parts.map(index.shardOf));
      return parts.every((word) => index.term(word, 1));
    }

    /**
     * @param {string[]} codes
     * @returns {Promise<string[]>}
     */
    async function articlesOf(codes) {
      if (!codes.length) return [];
      const { rows } = await files.codes();
      return [...new Set(codes.flatMap((code) => rows.get(code).articles))];
    }

    /**
     * Out of the root, which has all, or out of the few fragments that are shown anyway.
     * @param {string[]} numbers
     * @returns {Promise<string[][]>}
     */
    async function productsOf(numbers) {
      if (numbers.length <= PAGE) {
        return (await Promise.all(numbers.map(fragment))).map(({ products }) => [...new Set(products)]);
      }
      const { byNumber } = await files.root();
      return numbers.map((number) => byNumber.get(number).products);
    }

    /** @param {string} number */
    async function fileOf(number) {
      return SAFE.test(number) ? number : (await files.root()).byNumber.get(number).file;
    }

    /** @param {string} number */
    async function fragment(number) {
      return files.fragment(await fileOf(number));
    }

    /**
     * @param {string} number
     * @param {Found} found
     * @returns {Promise<Hit>}
     */
    async function hit(number, { codes, near, lines, words, stem }) {
      const { title, products, updated, short, lines: all } = await fragment(number);
      const meant = [...codes, ...near];
      const best = lines.get(number) || all.find((/** @type {string} */ line) => meant.some((code) => line.includes(code)));
      const line = best && best !== title ? best : short || all[0] || "";
      return {
        number,
        title,
        href: `${locale}/${await fileOf(number)}/index.html`,
        products,
        updated,
        excerpt: own.excerpt(line, new Set(words), stem),
      };
    }

    /**
     * @param {string} code
     * @returns {Promise<Card>} without an address where the code has no page
     */
    async function card(code) {
      const { rows } = await files.codes();
      const { file } = rows.get(code);
      const none = { code, href: "", message: "", family: "", meaning: "", solution: "", articles: [] };
      return file ? files.card(file).catch(() => none) : none;
    }

    /**
     * The codes that a text may become, for a box that is being typed into.
     * @param {string} query
     * @returns {Promise<Card[]>} at most five
     */
    async function complete(query) {
      const { lookup } = await files.codes();
      const cards = await Promise.all(lookup.complete(own.plain(query)).map(card));
      return cards.filter(({ href }) => href);
    }

    return { ask, complete, find };
  }

  /** @type {Found} */
  const nothing = {
    kind: "empty",
    text: "",
    codes: [],
    near: [],
    whole: "",
    numbers: [],
    lines: new Map(),
    words: [],
    stem: (word) => word,
  };

  /**
   * @param {string[]} names
   * @returns {[string, number][]} the most frequent first
   */
  function counted(names) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
    return [...counts].sort(([one, more], [two, less]) => less - more || (one < two ? -1 : 1));
  }

  const scope = /** @type {{ errata: any }} */ (/** @type {unknown} */ (globalThis));
  const own = ((scope.errata ??= {}).search ??= {});
  scope.errata.searcher = searcher;
  if (typeof module === "object") module.exports = { searcher };
})();
