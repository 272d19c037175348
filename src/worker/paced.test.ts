import { expect, it } from 'vitest';
import { paced } from './paced.ts';
import type { PipelineEvent } from './protocol.ts';

const progress = (fraction: number): PipelineEvent => ({
  type: 'progress',
  stage: 'turntable',
  fraction,
});
const download = (loaded: number): PipelineEvent => ({ type: 'download', loaded, total: 10 });

/** What is told of events that come every 100 ms. */
const told = (...events: PipelineEvent[]) => {
  const out: PipelineEvent[] = [];
  let now = 0;
  const tell = paced((event) => out.push(event), () => now); // prettier-ignore
  for (const event of events) {
    tell(event);
    now += 100;
  }
  return out;
};

it('tells how far it is twice a second', () => {
  const events = Array.from({ length: 9 }, (_, i) => progress(i / 10));
  expect(told(...events)).toEqual([progress(0), progress(0.5)]);
});

it('tells every end, and all that is no progress', () => {
  const stage: PipelineEvent = { type: 'stage', stage: 'photo', state: 'done', ms: 5 };
  const events = [download(1), download(9), download(10), progress(0.1), stage, progress(0.2), progress(0.3), progress(1)]; // prettier-ignore
  expect(told(...events)).toEqual([download(1), download(10), stage, progress(0.2), progress(1)]);
});
