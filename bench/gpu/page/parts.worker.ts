/** Runs one piece of a part in a thread of its own. Posts rows, and at the end `{ done }` with the problem, if any. */
import { countGpuCalls } from '../counters.ts';
import { runPart } from '../parts/run-part.ts';
import type { Row } from '../parts/types.ts';
import { browserHost } from './browser-host.ts';

export interface PartRequest {
  part: string;
  piece: string;
  software: boolean;
  features: Parameters<typeof browserHost>[0];
}

/** A row, the adapter with the result of its self-check, or the end. */
export type PartMessage = { row: Row } | { engine: object } | { done: true; problem?: string };

const post = (message: PartMessage) => postMessage(message);

onmessage = async ({ data: { part, piece, software, features } }: MessageEvent<PartRequest>) => {
  try {
    countGpuCalls();
    const host = browserHost(features, (engine) => post({ engine }));
    await runPart(part, host, (row) => post({ row }), { piece, software });
    post({ done: true });
  } catch (error) {
    post({ done: true, problem: String(error) });
  }
};
