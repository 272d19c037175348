/**
 * Counters of the lines and branches that ran, one per number that `instrument.mjs` gave. They are set before any
 * instrumented module is loaded. Without instrumentation they stay 0.
 */
declare global {
  var fuzzHits: Uint32Array | undefined;
}

globalThis.fuzzHits ??= new Uint32Array(2 ** 16);

export const hits: Uint32Array = globalThis.fuzzHits;
