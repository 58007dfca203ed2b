/**
 * Reads logs in the background. The page sends the addresses of the scripts and of the data, then a
 * log; it gets what was found, and how far the reading is. A newer log stops an older one.
 */

/** @typedef {{ scripts?: string[], log?: Blob, id?: number, cancel?: number }} ToWorker */

/** @typedef {{ id?: number, diagnosis?: Diagnosis, failed?: string, progress?: [read: number, size: number, found: number] }} FromWorker */

/** @import { Diagnosis, LogReader, Manner } from "./reading.js" */

"use strict";

(function () {
  /**
   * @typedef {object} Background
   * @property {(...addresses: string[]) => void} importScripts
   * @property {(message: FromWorker) => void} postMessage
   * @property {((event: { data: ToWorker }) => void) | null} onmessage
   * @property {{ ready: (breathe: Manner["breathe"]) => Promise<LogReader> }} errata
   */
  const background = /** @type {Background} */ (/** @type {unknown} */ (globalThis));
  const OFTEN = 50;
  const breathe = () => undefined;

  /** @type {Promise<LogReader> | undefined} */
  let reader;
  let wanted = 0;

  background.onmessage = ({ data: { scripts, log, id = 0, cancel } }) => {
    if (scripts) prepare(scripts);
    if (cancel === wanted) wanted = 0;
    if (log) void read(log, id);
  };

  /** @param {string[]} scripts */
  function prepare(scripts) {
    try {
      background.importScripts(...scripts);
      reader = background.errata.ready(breathe);
    } catch (error) {
      background.postMessage({ failed: String(error) });
    }
  }

  /** @param {Blob} log @param {number} id */
  async function read(log, id) {
    wanted = id;
    let told = 0;
    /** @type {Manner["progress"]} */
    const progress = (...progress) => {
      if (performance.now() - told < OFTEN) return;
      told = performance.now();
      background.postMessage({ id, progress });
    };
    try {
      const diagnosis = await (await reader)?.(log, { breathe, cancelled: () => wanted !== id, progress });
      if (diagnosis) background.postMessage({ id, diagnosis });
    } catch (error) {
      background.postMessage({ failed: String(error) });
    }
  }

  if (typeof module === "object") module.exports = {};
})();
