import type { CDPSession } from '@playwright/test';
import type { Ledger } from '../stand/hook.ts';
import type { Visit } from '../stand/visit.ts';

/** What a page holds, after all garbage was collected. */
export interface Held {
  /** JavaScript heap of the page's own thread, bytes. */
  pageBytes: number;
  /** JavaScript heap of the page and all of its workers, with what they refer to, bytes. */
  scriptBytes: number;
  /** WASM heap of the pipeline's worker, bytes. It never shrinks. */
  wasmBytes: number;
  /** GPU buffers and textures that the pipeline's worker has made and neither destroyed nor lost, bytes. */
  gpuBytes: number;
  /** Files, Cache Storage and databases of the page's origin, bytes. */
  storageBytes: number;
  /** Workers of the page, with those that workers have started. */
  workers: number;
}

export const COLUMNS = [
  'pageBytes',
  'scriptBytes',
  'wasmBytes',
  'gpuBytes',
  'storageBytes',
] as const satisfies (keyof Held)[];

/** Chromium's own count of a page's memory. TypeScript's types do not know it. */
interface Measured {
  bytes: number;
}

/** Reads what the page holds. The run must have ended. */
export async function measure(visit: Visit, session: CDPSession): Promise<Held> {
  const { page } = visit;
  const pipeline = page.workers().find((each) => each.url().includes('pipeline.worker'));
  if (!pipeline) throw new Error('The page has no pipeline worker.');
  // Twice: finalizers that run after the first collection free more.
  for (let n = 0; n < 2; n++) {
    await pipeline.evaluate(() => self.gc?.());
    await session.send('HeapProfiler.collectGarbage');
    await page.waitForTimeout(200);
  }
  const ledger = await pipeline.evaluate((): Ledger => Reflect.get(self, 'faults').ledger());
  const heap = await session.send('Runtime.getHeapUsage');
  const inPage = await page.evaluate(async () => {
    const read = Reflect.get(performance, 'measureUserAgentSpecificMemory') as
      (() => Promise<Measured>) | undefined;
    if (!read) throw new Error('The page is not cross-origin isolated.');
    const { bytes } = await read.call(performance);
    const { usage = 0 } = await navigator.storage.estimate();
    return { scriptBytes: bytes, storageBytes: usage };
  });
  return {
    pageBytes: heap.usedSize,
    ...inPage,
    wasmBytes: ledger.wasmBytes,
    gpuBytes: ledger.gpuBytes,
    workers: page.workers().length,
  };
}
