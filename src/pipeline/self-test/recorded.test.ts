import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openPack } from '../../packs/load.ts';
import { wasmSessions } from '../../test/wasm-sessions.ts';
import { packNetworks } from './pack-networks.ts';
import { recordedError } from './recorded.ts';
import { sampleError, TOLERANCE, type OutputSamples } from './samples.ts';

const FILE = 'src/pipeline/self-test/recorded.json';

/** Six digits: a recording is small, and rounding is far below the tolerance. */
const rounded = (samples: OutputSamples): OutputSamples =>
  Object.fromEntries(
    Object.entries(samples).map(([name, { range, values }]) => [
      name,
      { range: Number(range.toPrecision(6)), values: values.map((v) => Number(v.toPrecision(6))) },
    ]),
  );

/** After new weights: `RECORD=1 npx vitest run src/pipeline/self-test`. */
it('the networks of the demo pack give what was recorded, and the recording has no others', async () => {
  const pack = await openPack({
    trusted: true,
    read: async (name) => new Blob([readFileSync(`models/mouse-demo/${name}`)]),
  });
  const { signal } = new AbortController();
  const networks = await packNetworks({ pack, signal, runtime: { sessions: wasmSessions() } });
  expect(networks.map(({ name }) => name)).toEqual([
    'background remover',
    'pose network',
    'encoder',
    'multi-view model',
    'decoder',
    'reconstructor',
  ]);
  const found: Record<string, OutputSamples> = {};
  for (const network of networks) found[network.key] = await network.run();
  if (process.env.RECORD)
    writeFileSync(
      FILE,
      `${JSON.stringify(Object.fromEntries(Object.entries(found).map(([key, samples]) => [key, rounded(samples)])))}\n`,
    );
  const recorded: Record<string, OutputSamples> = JSON.parse(readFileSync(FILE, 'utf8'));
  expect(Object.keys(recorded)).toEqual(networks.map(({ key }) => key));
  for (const { key, name } of networks) {
    const error = process.env.RECORD
      ? sampleError(found[key], recorded[key])
      : recordedError(key, found[key]);
    expect(error, name).toBeLessThan(TOLERANCE.single / 4);
  }
});

it('sees an error, a value that is not finite, and an output that is missing', () => {
  const expected = { a: { range: 2, values: [0, 1] }, b: { range: 1, values: [3] } };
  expect(sampleError(expected, expected)).toBe(0);
  expect(sampleError({ ...expected, a: { range: 2, values: [0, 1.5] } }, expected)).toBe(0.25);
  expect(sampleError({ ...expected, a: { range: NaN, values: [0, 1] } }, expected)).toBe(1);
  expect(sampleError({ ...expected, a: { range: 2, values: [0, NaN] } }, expected)).toBe(1);
  expect(sampleError({ a: expected.a }, expected)).toBe(1);
});
