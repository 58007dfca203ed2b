/**
 * Where a log is read: in a worker where the browser allows one, else here, in slices between which
 * the page stays awake. Workers do not run from a disk; the answers are the same.
 */

/** @import { Diagnosis, LogReader, Manner } from "./reading.js" */
/** @import { FromWorker } from "./worker.js" */

/**
 * @typedef {object} Reading
 * @property {Promise<Diagnosis | undefined>} done nothing where another log came in between
 * @property {() => void} cancel what was found until then is told
 */

/** @typedef {(read: number, size: number, found: number) => void} OnProgress */

/** @typedef {{ read: (log: Blob, progress: OnProgress) => Reading }} LogEngine */

"use strict";

(function () {
  /**
   * @typedef {object} Parts
   * @property {(names: string) => Promise<unknown>} load
   * @property {(breathe: Manner["breathe"]) => Promise<LogReader>} ready
   */
  const scope = /** @type {{ errata: Parts }} */ (/** @type {unknown} */ (globalThis));
  const own = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  const PATIENCE = 8;

  /**
   * @param {string} names of the scripts and of the data, in order, as `errata.load` takes them
   * @returns {LogEngine}
   */
  function engine(names) {
    if (location.protocol === "file:") return here(names);
    try {
      return elsewhere(names);
    } catch {
      return here(names);
    }
  }

  /** @param {string} names */
  function elsewhere(names) {
    const worker = new Worker(new URL("worker.js", own));
    /** @type {LogEngine | undefined} */
    let instead;
    let last = 0;
    /** @type {{ log: Blob, progress: OnProgress, settle: (diagnosis: Diagnosis | Promise<Diagnosis | undefined> | undefined) => void } | undefined} */
    let asked;

    function fall() {
      worker.terminate();
      instead ??= here(names);
      if (asked) asked.settle(instead.read(asked.log, asked.progress).done);
    }

    worker.onerror = (event) => {
      event.preventDefault();
      fall();
    };
    worker.onmessage = (/** @type {MessageEvent<FromWorker>} */ { data }) => {
      if (data.failed !== undefined) fall();
      else if (data.id === last && data.progress) asked?.progress(...data.progress);
      else if (data.id === last && data.diagnosis) asked?.settle(data.diagnosis);
    };
    const addresses = names.split(" ").map((name) => new URL(`../${name}.js`, own).href);
    worker.postMessage({ scripts: addresses });

    /** @param {Blob} log @param {OnProgress} progress @returns {Reading} */
    function read(log, progress) {
      if (instead) return instead.read(log, progress);
      const id = (last += 1);
      asked?.settle(undefined);
      const done = new Promise((/** @type {NonNullable<typeof asked>["settle"]} */ resolve) => {
        asked = { log, progress, settle: resolve };
      });
      worker.postMessage({ log, id });
      return { done, cancel: () => worker.postMessage({ cancel: id }) };
    }
    return { read };
  }

  /** @param {string} names */
  function here(names) {
    const reader = scope.errata.load(names).then(() => scope.errata.ready(breather()));
    reader.catch(() => undefined);
    let last = 0;

    /** @param {Blob} log @param {OnProgress} progress @returns {Reading} */
    function read(log, progress) {
      const id = (last += 1);
      let stopped = false;
      const manner = { breathe: breather(), cancelled: () => stopped || id !== last, progress };
      const done = reader.then((diagnose) => diagnose(log, manner));
      return {
        done: done.then((diagnosis) => (id === last ? diagnosis : undefined)),
        cancel: () => (stopped = true),
      };
    }
    return { read };
  }

  /** @returns {Manner["breathe"]} */
  function breather() {
    let since = performance.now();
    return () => {
      if (performance.now() - since < PATIENCE) return undefined;
      return pause().then(() => {
        since = performance.now();
      });
    };
  }

  function pause() {
    const { scheduler } = /** @type {{ scheduler?: { yield?: () => Promise<void> } }} */ (globalThis);
    if (scheduler?.yield) return scheduler.yield();
    return new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    });
  }

  const api = { engine };
  Object.assign(scope.errata, api);
  if (typeof module === "object") module.exports = api;
})();
