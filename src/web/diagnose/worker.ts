/**
 * Reads logs: in the background if it is started as a worker, else for the page that loads it. A worker
 * gets the addresses of the data, then a log; it sends what was found, and how far it has read. A newer log
 * stops an older one.
 */

import { errata } from "../shared.ts";
import { trustSite } from "../trust.ts";
import { addFaults, openLogReader } from "./reading.ts";
import type { FromWorker, LogFile, LogReader, RunOptions, ToWorker } from "./types.ts";

interface WorkerScope {
  importScripts(...addresses: string[]): void;
  postMessage(message: FromWorker): void;
  onmessage: (event: { data: ToWorker }) => void;
}

// Often enough for a bar that moves, and seldom enough to cost nothing.
const PROGRESS_EVERY = 50; // ms

errata.faults = addFaults;
errata.openLogReader = openLogReader;

if (typeof document === "undefined") listen(globalThis as unknown as WorkerScope);

function listen(worker: WorkerScope): void {
  const yieldToPage = () => undefined;
  let reader: Promise<LogReader> | undefined;
  let current = 0;

  worker.onmessage = ({ data: { data, logs, id = 0, cancel } }) => {
    if (data) prepare(data);
    if (cancel === current) current = 0;
    if (logs) void read(logs, id);
  };

  function prepare(data: string[]): void {
    try {
      trustSite(new URL("../../../", location.href).href);
      worker.importScripts(...data.map((address) => errata.policy.createScriptURL(address)));
      reader = openLogReader(yieldToPage);
    } catch (error) {
      worker.postMessage({ failed: String(error) });
    }
  }

  async function read(logs: LogFile[], id: number): Promise<void> {
    current = id;
    let last = 0;
    const onProgress: RunOptions["onProgress"] = (...progress) => {
      if (performance.now() - last < PROGRESS_EVERY) return;
      last = performance.now();
      worker.postMessage({ id, progress });
    };
    try {
      const diagnosis = await (await reader)?.(logs, { yieldToPage, isCancelled: () => current !== id, onProgress });
      if (diagnosis) worker.postMessage({ id, diagnosis });
    } catch (error) {
      worker.postMessage({ failed: String(error) });
    }
  }
}
