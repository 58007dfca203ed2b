/**
 * Stands in for the search engine where a test is about the page: answers by rule, as slowly as asked.
 */

"use strict";

(function () {
  const errata = (Reflect.errata ??= globalThis.errata = { modules: {} });
  const hits = Array.from({ length: 27 }, (_, index) => ({
    number: `KA-${10000 + index}`,
    label: `KA-${10000 + index}`,
    title: `Tracking ${index}`,
    heading: [
      { text: "Tracking", mark: true },
      { text: ` ${index}`, mark: false },
    ],
    href: "en/KA-19371/index.html",
    products: [index % 2 ? "Campaign" : "Commerce"],
    updated: "2024-04-17",
    excerpt: [
      { text: "The log shows ", mark: false },
      { text: "<img src=x onerror=alert(1)>", mark: true },
    ],
    kind: "article",
  }));
  const card = {
    code: "RED-520025",
    href: "en/codes/RED-520025/index.html",
    message: "Communication failed with tracking server",
    family: "Campaign",
    meaning: "Redirection server",
    solution: ["Start the server."],
    articles: ["KA-10000"],
  };

  /** The first hits, and what follows them. */
  function divide(found, labels) {
    return { hits: found.slice(0, 6), rest: async () => ({ hits: found.slice(6), labels }) };
  }

  /** Fourteen articles of one product and thirteen of another. */
  const labels = hits.map(({ products }, index) => ({ products, state: index < 20 ? "validated" : "new" }));

  function answer(query, { page: asked = 1, products = [] }) {
    const empty = divide([], []);
    const none = { query, kind: "none", cards: [], near: [], unknown: [], nearest: [], absent: [], ...empty, total: 0, page: 1, pages: 0 };
    const one = divide(hits.slice(0, 1), [{ products: ["Commerce"], state: "" }]);
    const few = { ...one, total: 1, pages: 1 };
    if (!query.trim()) return { ...none, kind: "empty" };
    if (query === "RED-520025") return { ...none, ...few, kind: "code", cards: [card] };
    if (query === "SHARED-1") return { ...none, ...divide(hits.slice(0, 2), labels), total: 2, pages: 1, kind: "code", cards: [card] };
    if (query === "EVIL-1") return { ...none, kind: "code", cards: [{ ...card, href: "javascript:alert(1)" }] };
    if (query === "SOP-30011") {
      return { ...none, ...few, kind: "near", near: [{ code: "SOP-330011", href: "en/codes/SOP-330011/index.html" }] };
    }
    if (query === "tracking zebra giraffe") return { ...none, nearest: hits.slice(0, 3), absent: ["zebra", "giraffe"] };
    if (!/track|slow/.test(query)) return none;
    const found = hits.filter((hit) => !products.length || hit.products.some((name) => products.includes(name)));
    const pages = Math.ceil(found.length / 10);
    const page = Math.max(1, Math.min(asked, pages));
    return {
      ...none,
      kind: "words",
      page,
      pages,
      total: found.length,
      ...divide(found.slice(10 * (page - 1), 10 * page), labels),
    };
  }

  errata.asked = [];
  errata.createSearcher = () => ({
    prepare() {},
    async ask(query, options = {}) {
      errata.asked.push(query);
      await new Promise((resolve) => setTimeout(resolve, query.includes("slow") ? 600 : 5));
      if (query === "broken") throw new Error("f/x.js could not be loaded");
      return answer(query, options);
    },
    complete: async () => [],
  });
})();
