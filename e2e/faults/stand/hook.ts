/** Name of a worker of the page, as the page gives it to `new Worker`. */
export type WorkerName = 'pipeline' | 'drawing' | 'import' | 'decode';

/**
 * What the hook in a worker can do.
 * - `close`: the worker ends without an event, as if the browser had killed it.
 * - `loop`: it computes for ever.
 * - `throw`, `reject`: an error outside a call, a rejection that nobody handles.
 * - `destroyDevice`: destroys the worker's newest GPU device.
 * - `collect`: from now on garbage is collected every 200 ms.
 */
export type Action = 'close' | 'loop' | 'throw' | 'reject' | 'destroyDevice' | 'collect';

/**
 * What a worker is to do when it reaches a stage.
 */
export interface Order {
  worker: WorkerName;
  action: Action;
  /**
   * A stage of the pipeline; or `start` of the worker, `device` (it has a GPU device), `draw` (it draws a picture), or
   * the call of `run` or `survey`.
   */
  stage: string;
  /** The number of the begin of the stage that counts, from 1. Default 1. */
  nth?: number;
  /** Milliseconds after the begin of the stage. A worker that computes without a pause acts later. */
  delayMs: number;
}

/** What a worker reports at the moment of its fault. */
export interface Fired {
  worker: WorkerName;
  action: Action;
  /** Where the fault hit. */
  stage: string;
  /** Milliseconds since 1970. */
  atMs: number;
}

/** Bytes that a worker holds. */
export interface Ledger {
  gpuBytes: number;
  gpuCount: number;
  wasmBytes: number;
}
