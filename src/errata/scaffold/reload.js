/**
 * Live reload, only in pages that `errata serve` shows: reloads when there is a newer build, and
 * says in a corner of the page what keeps the next one from being built.
 */
(() => {
  "use strict";
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const shown = script.dataset.build;
  const box = document.createElement("div");
  box.setAttribute("role", "status");
  Object.assign(box.style, {
    position: "fixed",
    insetBlockEnd: "0",
    insetInlineEnd: "0",
    zIndex: "2147483647",
    maxInlineSize: "min(40rem, 100%)",
    padding: "0.5rem 0.75rem",
    font: "0.875rem/1.4 system-ui, sans-serif",
    color: "#fff",
    background: "#7a1020",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
  });

  /** @param {MessageEvent<string>} event */
  function update(event) {
    const status = JSON.parse(event.data);
    if (status.build !== shown) {
      location.reload();
      return;
    }
    box.textContent = status.message;
    if (status.message) {
      document.body.append(box);
    } else {
      box.remove();
    }
  }

  const events = new EventSource("/_errata/events");
  events.addEventListener("status", update);
  events.addEventListener("reload", update);
  addEventListener("pagehide", () => events.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
