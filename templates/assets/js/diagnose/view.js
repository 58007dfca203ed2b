/**
 * The page that reads a log: takes it by paste, drop or choice, has it read, shows what was found.
 * Nothing is asked of the network once the page's own scripts and data have come.
 */

/** @import { LogEngine, Reading } from "./engine.js" */
/** @import { ReportWords } from "./report.js" */
/** @import { Diagnosis } from "./reading.js" */
/** @import { Make } from "./rows.js" */
/** @import { Wording } from "./wording.js" */

"use strict";

(function () {
  /** @typedef {{ name: string, blob: Blob }} Log */

  /**
   * @typedef {object} Parts
   * @property {{ [name: string]: (element: HTMLElement) => void }} modules
   * @property {(element: HTMLElement) => void} fail
   * @property {(names: string) => LogEngine} engine
   * @property {(diagnosis: Diagnosis, words: ReportWords) => string} report
   * @property {(root: HTMLElement) => Wording} wording
   * @property {new (diagnosis: Diagnosis, wording: Wording) => { sections: () => HTMLElement[] }} Findings
   * @property {Make} make
   */
  const { errata } = /** @type {{ errata: Parts }} */ (/** @type {unknown} */ (globalThis));
  const { make } = errata;

  const LARGE = 300_000;
  const WAIT = 250;

  class View {
    /** @param {HTMLElement} root */
    constructor(root) {
      /** @type {(name: string) => any} */
      const part = (name) => root.querySelector(`[data-${name}]`);
      this.root = root;
      this.wording = errata.wording(root);
      this.text = /** @type {HTMLTextAreaElement} */ (part("log"));
      this.file = /** @type {HTMLInputElement} */ (part("file"));
      this.progress = /** @type {HTMLProgressElement} */ (part("progress"));
      this.form = /** @type {HTMLFormElement} */ (part("form"));
      this.drop = /** @type {HTMLElement} */ (part("drop"));
      this.running = /** @type {HTMLElement} */ (part("running"));
      this.told = /** @type {HTMLElement} */ (part("told"));
      this.taken = /** @type {HTMLElement} */ (part("taken"));
      this.status = /** @type {HTMLElement} */ (part("status"));
      this.results = /** @type {HTMLElement} */ (part("results"));
      this.turn = 0;
      this.waiting = 0;
      this.over = 0;
      /** @type {Reading | undefined} */
      this.reading = undefined;
      /** @type {LogEngine | undefined} */
      this.prepared = undefined;
      this.listen(part("clear"), part("cancel"));
      this.form.hidden = false;
      this.handed();
    }

    /** Reads what was pasted into a search box and brought here. */
    handed() {
      try {
        const text = sessionStorage.getItem("errata-log");
        sessionStorage.removeItem("errata-log");
        if (!text) return;
        if (text.length >= LARGE) return this.take({ name: "", blob: new Blob([text]) });
        this.text.value = text;
        this.readText();
      } catch {
        // A browser that keeps nothing has nothing to hand over.
      }
    }

    engine() {
      return (this.prepared ??= errata.engine(this.root.dataset.parts ?? ""));
    }

    /** @param {HTMLElement} clear @param {HTMLElement} cancel */
    listen(clear, cancel) {
      this.text.addEventListener("input", () => this.typed());
      this.text.addEventListener("paste", (event) => this.pasted(event));
      this.file.addEventListener("change", () => this.chosen());
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.readText();
      });
      clear.addEventListener("click", () => {
        this.text.value = "";
        this.clear();
        this.text.focus();
      });
      cancel.addEventListener("click", () => this.cancel());
      this.root.addEventListener("dragenter", () => this.hover(this.over + 1));
      this.root.addEventListener("dragleave", () => this.hover(this.over - 1));
      this.root.addEventListener("dragover", (event) => event.preventDefault());
      this.root.addEventListener("drop", (event) => this.dropped(event));
    }

    typed() {
      clearTimeout(this.waiting);
      if (!this.text.value.trim() && !this.taken.hidden) return;
      this.taken.hidden = true;
      this.waiting = window.setTimeout(() => this.readText(), WAIT);
    }

    /**
     * A long text would only make the box slow.
     * @param {ClipboardEvent} event
     */
    pasted(event) {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (text.length < LARGE) return;
      event.preventDefault();
      this.take({ name: "", blob: new Blob([text]) });
    }

    chosen() {
      const [file] = this.file.files ?? [];
      if (file) this.take({ name: file.name, blob: file });
      this.file.value = "";
    }

    /** @param {number} over */
    hover(over) {
      this.over = over;
      this.drop.toggleAttribute("data-over", over > 0);
    }

    /** @param {DragEvent} event */
    dropped(event) {
      event.preventDefault();
      this.hover(0);
      const [file] = event.dataTransfer?.files ?? [];
      const text = event.dataTransfer?.getData("text/plain");
      if (file) this.take({ name: file.name, blob: file });
      else if (text) this.take({ name: "", blob: new Blob([text]) });
    }

    readText() {
      clearTimeout(this.waiting);
      if (this.text.value.trim()) void this.read({ name: "", blob: new Blob([this.text.value]) });
      else this.clear();
    }

    /** @param {Log} log that is not in the box */
    take(log) {
      const { say, size } = this.wording;
      this.text.value = "";
      this.taken.textContent = say("taken", { name: log.name || say("pasted"), size: size(log.blob.size) });
      this.taken.hidden = false;
      void this.read(log);
    }

    /** @param {Log} log */
    async read(log) {
      const turn = this.begin();
      try {
        this.reading = this.engine().read(log.blob, (read, whole, found) => {
          if (turn === this.turn) this.tell(read, whole, found);
        });
        const diagnosis = await this.reading.done;
        if (turn === this.turn && diagnosis) this.show(log, diagnosis);
      } catch {
        if (turn !== this.turn) return;
        this.clear();
        errata.fail(this.root);
      }
    }

    begin() {
      this.reading?.cancel();
      this.results.setAttribute("aria-busy", "true");
      this.status.textContent = this.wording.say("reading_begun");
      this.progress.removeAttribute("value");
      this.told.textContent = "";
      this.running.hidden = false;
      return (this.turn += 1);
    }

    /** @param {number} read @param {number} whole @param {number} found */
    tell(read, whole, found) {
      const { say, size, number } = this.wording;
      this.progress.value = whole ? read / whole : 1;
      this.told.textContent = say("reading", { read: size(read), size: size(whole), found: number(found) });
    }

    cancel() {
      this.reading?.cancel();
      this.running.hidden = true;
      this.text.focus();
    }

    clear() {
      this.turn += 1;
      this.reading?.cancel();
      this.running.hidden = this.taken.hidden = this.results.hidden = true;
      this.results.replaceChildren();
      this.results.setAttribute("aria-busy", "false");
      this.status.textContent = "";
    }

    /** @param {Log} log @param {Diagnosis} diagnosis */
    show(log, diagnosis) {
      const { say, size } = this.wording;
      const summary = this.summary(diagnosis);
      const sections = new errata.Findings(diagnosis, this.wording).sections();
      this.running.hidden = true;
      this.results.replaceChildren(this.heading(log, diagnosis, summary), ...sections);
      this.results.hidden = false;
      this.results.dataset.milliseconds = diagnosis.milliseconds.toFixed(1);
      this.results.setAttribute("aria-busy", "false");
      const partly = say("cancelled", { read: size(diagnosis.read), size: size(diagnosis.size) });
      this.status.textContent = diagnosis.cancelled ? `${partly} ${summary}` : summary;
    }

    /** @param {Diagnosis} diagnosis */
    summary({ findings }) {
      const { say, count, number } = this.wording;
      const lines = count("lines", findings.lines);
      if (!findings.faults.length) return say("nothing", { lines });
      return say("found", { faults: count("faults", findings.faults.length), faulty: number(findings.faulty), lines });
    }

    /** @param {Log} log @param {Diagnosis} diagnosis @param {string} summary */
    heading(log, diagnosis, summary) {
      const { say } = this.wording;
      const copy = make("button", { type: "button", "data-copy": "" }, say("copy"));
      const place = make("div", { class: "report" });
      const title = log.name || say("pasted");
      copy.addEventListener("click", () => void this.give(this.report(title, diagnosis, summary), copy, place));
      return make("header", { class: "findings" }, make("h2", {}, title), copy, place);
    }

    /** @param {string} title @param {Diagnosis} diagnosis @param {string} summary */
    report(title, diagnosis, summary) {
      const { say, count, extent, base } = this.wording;
      const shared = location.protocol !== "file:";
      return errata.report(diagnosis, {
        title,
        summary,
        faults: say("known"),
        articles: say("articles"),
        unknown: say("unknown"),
        lines: (n) => count("lines", n),
        extent,
        address: (path) => (shared ? new URL(base + path, location.href).href : ""),
      });
    }

    /** @param {string} report @param {HTMLElement} button @param {HTMLElement} place */
    async give(report, button, place) {
      const { say } = this.wording;
      try {
        await navigator.clipboard.writeText(report);
        this.status.textContent = button.textContent = say("copied");
      } catch {
        const label = say("copy_self");
        const box = /** @type {HTMLTextAreaElement} */ (make("textarea", { readonly: "", rows: "12", "aria-label": label }));
        box.value = report;
        place.replaceChildren(make("p", {}, label), box);
        box.focus();
        box.select();
      }
    }
  }

  /** @param {HTMLElement} root */
  function mount(root) {
    const view = new View(root);
    const soon = globalThis.requestIdleCallback ?? setTimeout;
    soon(() => void view.engine());
    if (view.text.value.trim()) view.readText();
  }

  errata.modules.diagnose = mount;
})();
