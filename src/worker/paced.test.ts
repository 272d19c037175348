import { expect, it } from 'vitest';
import { paced } from './paced.ts';
import type { WorkerEvent } from './protocol.ts';

const progress = (fraction: number): WorkerEvent => ({
  type: 'progress',
  stage: 'turntable',
  fraction,
});
const download = (loaded: number): WorkerEvent => ({ type: 'download', loaded, total: 10 });

/** The events that are passed on, if one event comes every 100 ms. */
const passedOn = (...events: WorkerEvent[]) => {
  const out: WorkerEvent[] = [];
  let now = 0;
  const emit = paced((event) => out.push(event), () => now); // prettier-ignore
  for (const event of events) {
    emit(event);
    now += 100;
  }
  return out;
};

it('passes on progress events twice a second', () => {
  const events = Array.from({ length: 9 }, (_, i) => progress(i / 10));
  expect(passedOn(...events)).toEqual([progress(0), progress(0.5)]);
});

it('passes on every last progress event, and all other events', () => {
  const stage: WorkerEvent = { type: 'stage', stage: 'photo', state: 'done', ms: 5 };
  const events = [download(1), download(9), download(10), progress(0.1), stage, progress(0.2), progress(0.3), progress(1)]; // prettier-ignore
  expect(passedOn(...events)).toEqual([
    download(1),
    download(10),
    stage,
    progress(0.2),
    progress(1),
  ]);
});
