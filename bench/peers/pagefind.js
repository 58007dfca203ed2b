// Answers with Pagefind in the page, as its own interface does: ten results with their fragments.
"use strict";

globalThis.ask = async (query) => {
  const pagefind = await import(new URL("../pagefind/pagefind.js", document.baseURI).href);
  await pagefind.init();
  const found = await pagefind.search(query);
  const shown = await Promise.all(found.results.slice(0, 10).map((result) => result.data()));
  const arrived = Math.max(0, ...performance.getEntriesByType("resource").map((e) => e.responseEnd));
  const results = shown.map((page) => page.url.split("/").filter((part) => part.startsWith("KA-"))[0]);
  return { results, suggest: [], ms: performance.now() - arrived };
};
