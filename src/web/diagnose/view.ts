/**
 * The page that reads a log: takes it by paste, drop or choice, has it read, shows what was found.
 * Nothing is asked of the network once the page's own scripts and data have come.
 */

import { find, make } from "../dom.ts";
import { errata } from "../shared.ts";
import { createLogEngine } from "./engine.ts";
import { NEAR, aboutFamily, createFindings } from "./findings.ts";
import { writeReport } from "./report.ts";
import type { Diagnosis, LogEngine, LogFile, Run } from "./types.ts";
import { createWording } from "./wording.ts";

// How many characters a box shows without becoming slow; a longer text is read like a file. One line of 2 MB takes the
// box 28 s, and one of 300 kB half a second.
const LARGE = 300_000;
// What is typed is read when the typist pauses.
const WAIT = 250; // ms

errata.modules.diagnose = (root) => {
  const view = new View(root);
  const whenIdle = globalThis.requestIdleCallback ?? setTimeout;
  whenIdle(() => void view.engine());
  if (view.text.value.trim()) view.readText();
};

class View {
  root: HTMLElement;
  wording;
  text: HTMLTextAreaElement;
  file: HTMLInputElement;
  progress: HTMLProgressElement;
  drop: HTMLElement;
  running: HTMLElement;
  progressText: HTMLElement;
  taken: HTMLElement;
  status: HTMLElement;
  results: HTMLElement;
  /** Counts readings, so that an older one does not show its findings. */
  turn = 0;
  timer = 0;
  /** How many elements a dragged file is over. */
  over = 0;
  run: Run | undefined;
  prepared: LogEngine | undefined;

  constructor(root: HTMLElement) {
    const part = <Found extends HTMLElement>(name: string) => find<Found>(`[data-${name}]`, root);
    this.root = root;
    this.wording = createWording(root);
    this.text = part("log");
    this.file = part("file");
    this.progress = part("progress");
    this.drop = part("drop");
    this.running = part("running");
    this.progressText = part("progress-text");
    this.taken = part("taken");
    this.status = part("status");
    this.results = part("results");
    this.listen(part("form"), part("clear"), part("cancel"));
    part("form").hidden = false;
    this.takeHandedOver();
  }

  /** Reads what was pasted into a search box and brought here. */
  takeHandedOver(): void {
    try {
      const text = sessionStorage.getItem("errata-log");
      sessionStorage.removeItem("errata-log");
      if (!text) return;
      if (text.length >= LARGE) return this.takeText(text);
      this.text.value = text;
      this.readText();
    } catch {
      // A browser that keeps nothing cannot hand anything over.
    }
  }

  engine(): LogEngine {
    return (this.prepared ??= createLogEngine(this.root.dataset.parts ?? ""));
  }

  listen(form: HTMLElement, clear: HTMLElement, cancel: HTMLElement): void {
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("paste", (event) => this.pasted(event));
    this.file.addEventListener("change", () => this.chosen());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.readText();
    });
    clear.addEventListener("click", () => {
      this.text.value = "";
      this.clear();
      this.text.focus();
    });
    cancel.addEventListener("click", () => {
      this.run?.cancel();
      this.running.hidden = true;
      this.text.focus();
    });
    this.root.addEventListener("dragenter", () => this.setOver(this.over + 1));
    this.root.addEventListener("dragleave", () => this.setOver(this.over - 1));
    this.root.addEventListener("dragover", (event) => event.preventDefault());
    this.root.addEventListener("drop", (event) => this.dropped(event));
  }

  typed(): void {
    clearTimeout(this.timer);
    if (this.text.value.length >= LARGE) return this.takeText(this.text.value);
    if (!this.text.value.trim() && !this.taken.hidden) return;
    this.taken.hidden = true;
    this.timer = window.setTimeout(() => this.readText(), WAIT);
  }

  pasted(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text.length < LARGE) return;
    event.preventDefault();
    this.takeText(text);
  }

  chosen(): void {
    this.takeFiles(this.file.files);
    this.file.value = "";
  }

  dropped(event: DragEvent): void {
    event.preventDefault();
    this.setOver(0);
    const files = event.dataTransfer?.files;
    const text = event.dataTransfer?.getData("text/plain");
    if (files?.length) this.takeFiles(files);
    else if (text) this.takeText(text);
  }

  takeFiles(files: FileList | null): void {
    if (files?.length) this.take(Array.from(files, (file) => ({ name: file.name, blob: file })));
  }

  takeText(text: string): void {
    this.take([{ name: "", blob: new Blob([text]) }]);
  }

  setOver(over: number): void {
    this.over = over;
    this.drop.toggleAttribute("data-over", over > 0);
  }

  readText(): void {
    clearTimeout(this.timer);
    if (this.text.value.length >= LARGE) this.takeText(this.text.value);
    else if (this.text.value.trim()) void this.read([{ name: "", blob: new Blob([this.text.value]) }]);
    // The button also follows a log that is not in the box.
    else if (this.taken.hidden) this.clear();
  }

  /** Takes logs that are not in the box. */
  take(logs: LogFile[]): void {
    const { say, size } = this.wording;
    const bytes = logs.reduce((sum, { blob }) => sum + blob.size, 0);
    this.text.value = "";
    this.taken.textContent = say("taken", { name: this.wording.title(logs), size: size(bytes) });
    this.taken.hidden = false;
    void this.read(logs);
  }

  async read(logs: LogFile[]): Promise<void> {
    const turn = this.begin();
    try {
      this.run = this.engine().read(logs, (read, size, found) => {
        if (turn === this.turn) this.showProgress(read, size, found);
      });
      const diagnosis = await this.run.done;
      if (turn === this.turn && diagnosis) this.show(diagnosis);
    } catch {
      if (turn !== this.turn) return;
      this.clear();
      errata.fail(this.root);
    }
  }

  begin(): number {
    this.run?.cancel();
    this.results.setAttribute("aria-busy", "true");
    this.status.textContent = this.wording.say("reading_begun");
    this.progress.removeAttribute("value");
    this.progressText.textContent = "";
    this.running.hidden = false;
    return (this.turn += 1);
  }

  showProgress(read: number, whole: number, hits: number): void {
    const { say, size, number } = this.wording;
    this.progress.value = whole ? read / whole : 1;
    this.progressText.textContent = say("reading", { read: size(read), size: size(whole), found: number(hits) });
  }

  clear(): void {
    this.turn += 1;
    this.run?.cancel();
    this.running.hidden = this.taken.hidden = this.results.hidden = true;
    this.results.replaceChildren();
    this.results.setAttribute("aria-busy", "false");
    this.status.textContent = "";
  }

  show(diagnosis: Diagnosis): void {
    const { say, size } = this.wording;
    const summary = this.summarise(diagnosis);
    this.running.hidden = true;
    const sections = createFindings(diagnosis, this.wording);
    const problems = this.describeProblems(diagnosis).map((text) => make("p", { class: "notice" }, text));
    this.results.replaceChildren(this.createHeader(diagnosis, summary), ...problems, ...sections);
    this.results.hidden = false;
    this.results.dataset.milliseconds = diagnosis.milliseconds.toFixed(1);
    this.results.setAttribute("aria-busy", "false");
    const partly = say("cancelled", { read: size(diagnosis.read), size: size(diagnosis.size) });
    this.status.textContent = diagnosis.cancelled ? `${partly} ${summary}` : summary;
  }

  summarise({ findings }: Diagnosis): string {
    const { say, count, number } = this.wording;
    const lines = count("lines", findings.lines);
    if (!findings.faults.length) return say("nothing", { lines });
    return say("found", { faults: count("faults", findings.faults.length), faulty: number(findings.faulty), lines });
  }

  createHeader(diagnosis: Diagnosis, summary: string): HTMLElement {
    const { say, title } = this.wording;
    const button = make("button", { type: "button", "data-copy": "" }, say("copy"));
    const place = make("div", { class: "report" });
    const write = () => this.report(diagnosis, summary);
    button.addEventListener("click", () => void this.copy(write(), button, place));
    const download = make("button", { type: "button", "data-download": "" }, say("download"));
    download.addEventListener("click", () => downloadText("errata-report.txt", write()));
    const buttons = make("div", { class: "log-actions" }, button, download);
    return make("header", { class: "findings" }, make("h2", {}, title(diagnosis.files)), buttons, place);
  }

  /** Describes the files that could not be read, or not completely. */
  describeProblems({ files }: Diagnosis): string[] {
    const { say, size } = this.wording;
    return files
      .filter(({ problem }) => problem)
      .map(({ problem, name, format, size: read }) => {
        return say(problem, { name: name || say("pasted"), format, size: size(read) });
      });
  }

  report(diagnosis: Diagnosis, summary: string): string {
    const { say, count, extent, base, title, number } = this.wording;
    const isShared = location.protocol !== "file:";
    const { files } = diagnosis;
    return writeReport(diagnosis, {
      title: title(files),
      summary,
      problems: this.describeProblems(diagnosis),
      unknown: say("unknown"),
      about: (code) => this.describeUnknown(diagnosis, code),
      lines: (n) => count("lines", n),
      extent: ({ first, last }) => extent(first, last, files),
      placeOf: ({ file }) => (files.length > 1 ? `${files[file].name}:` : ""),
      others: (n) => say("others", { n: number(n) }),
      address: (path) => (isShared ? new URL(base + path, location.href).href : ""),
    });
  }

  /** Describes an unknown code as the page does. */
  describeUnknown({ unknown }: Diagnosis, name: string): string[] {
    const { say } = this.wording;
    const { card, documentation = "", near = [], isSlip } = unknown.find(({ code }) => code === name) ?? {};
    const codes = near.slice(0, NEAR).join(", ");
    const owner = card ? [card.name, ...aboutFamily(card)].filter(Boolean).join(" · ") : "";
    const meant = codes && (isSlip ? say("near", { code: codes }) : `${say("same_family")} ${codes}`);
    return [owner, documentation, meant].filter(Boolean);
  }

  async copy(report: string, button: HTMLElement, place: HTMLElement): Promise<void> {
    const { say } = this.wording;
    try {
      await navigator.clipboard.writeText(report);
      this.status.textContent = button.textContent = say("copied");
    } catch {
      const label = say("copy_self");
      const box = make("textarea", { readonly: "", rows: "12", "aria-label": label });
      box.value = report;
      place.replaceChildren(make("p", {}, label), box);
      box.focus();
      box.select();
    }
  }
}

/** Makes the browser save a text as a file. */
function downloadText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address));
}
