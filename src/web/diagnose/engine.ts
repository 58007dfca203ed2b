/**
 * Where a log is read: in a worker if the browser allows one, else on the page, in slices between which it
 * can respond. Workers do not start from a disk; the answers are the same.
 */

import { errata } from "../shared.ts";
import { createYielder } from "../yielding.ts";
import type { Diagnosis, FromWorker, LogEngine, LogFile, OnProgress, Run, ToWorker } from "./types.ts";

const own = (document.currentScript as HTMLScriptElement).src;
// Half of a frame of 16 ms: the page needs the other half.
const PATIENCE = 8; // ms

/** `data` names the scripts with the site's data, in order, as `errata.load` takes them. */
export function createLogEngine(data: string): LogEngine {
  if (location.protocol === "file:") return onMainThread(data);
  try {
    return inWorker(data);
  } catch {
    return onMainThread(data);
  }
}

/** A log whose result is awaited. */
interface Request {
  logs: LogFile[];
  onProgress: OnProgress;
  resolve(diagnosis: Diagnosis | Promise<Diagnosis | undefined> | undefined): void;
}

function inWorker(data: string): LogEngine {
  const worker = new Worker(errata.policy.createScriptURL(new URL("worker.js", own).href));
  const send = (message: ToWorker) => worker.postMessage(message);
  let instead: LogEngine | undefined;
  let last = 0;
  let request: Request | undefined;

  function fallBack(): void {
    worker.terminate();
    instead ??= onMainThread(data);
    request?.resolve(instead.read(request.logs, request.onProgress).done);
  }

  worker.onerror = (event) => {
    event.preventDefault();
    fallBack();
  };
  worker.onmessage = ({ data: { failed, id, progress, diagnosis } }: MessageEvent<FromWorker>) => {
    if (failed !== undefined) fallBack();
    else if (id === last && progress) request?.onProgress(...progress);
    else if (id === last && diagnosis) request?.resolve(diagnosis);
  };
  send({ data: data.split(" ").map((name) => new URL(`../${name}.js`, own).href) });

  function read(logs: LogFile[], onProgress: OnProgress): Run {
    if (instead) return instead.read(logs, onProgress);
    const id = (last += 1);
    request?.resolve(undefined);
    const done = new Promise<Diagnosis | undefined>((resolve) => {
      request = { logs, onProgress, resolve };
    });
    send({ logs, id });
    return { done, cancel: () => send({ cancel: id }) };
  }
  return { read };
}

function onMainThread(data: string): LogEngine {
  const reader = errata.load(`diagnose/worker ${data}`).then(() => errata.openLogReader(createYieldToPage()));
  // Reported once a log is read.
  reader.catch(() => undefined);
  let last = 0;

  function read(logs: LogFile[], onProgress: OnProgress): Run {
    const id = (last += 1);
    let isStopped = false;
    const isCancelled = () => isStopped || id !== last;
    const options = { yieldToPage: createYieldToPage(), isCancelled, onProgress };
    const done = reader.then((readLogs) => readLogs(logs, options));
    return {
      done: done.then((diagnosis) => (id === last ? diagnosis : undefined)),
      cancel: () => void (isStopped = true),
    };
  }
  return { read };
}

const createYieldToPage = () => createYielder(PATIENCE, pause);

/** Waits as short a time as the browser allows: `setTimeout` waits at least four milliseconds. */
function pause(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } };
  if (scheduler?.yield) return scheduler.yield();
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
