import { expect, test } from 'vitest';
import { readRecording } from '../../test/recording.ts';
import { runGraph } from '../../test/graph-session.ts';
import { exampleManifest } from '../../test/example-manifest.ts';
import { ddimSteps } from './scheduler.ts';
import { ddimStepNetwork } from './step-graph.ts';

const { scheduler } = exampleManifest().stages.multiview;
const config = { ...scheduler, eta: 0 };

const recording = await readRecording('ddim_trailing');
const io = async (name: string) => (await recording.io(name)).data;
const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0);

/** Runs one step on vectors. Each input is a vector, or a number for a scalar. */
async function step(
  inputs: Record<string, Float32Array | readonly number[] | number>,
  kind = { guided: false, noisy: false },
): Promise<Float32Array> {
  const shape = [Float32Array.from(inputs.latents as Float32Array).length];
  const { graph } = await ddimStepNetwork(shape, kind).model(false);
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => {
      const data = Float32Array.from(typeof value === 'number' ? [value] : value);
      return [name, { data, shape: [data.length] }];
    }),
  );
  return (await runGraph(graph, {}, feeds)).next.data;
}

test('a whole trailing run equals that of diffusers', async () => {
  let latents = await io('start');
  for (const [i, { cx, cv }] of ddimSteps(config, 4).entries()) {
    latents = Float32Array.from(await step({ latents, v: await io(`v_${i}`), cx, cv }));
    expect(largestDifference(latents, await io(`x_${i}`))).toBeLessThan(1e-5);
  }
});

test('noise is scaled by sigma', async () => {
  const [{ cx, cv, sigma }] = ddimSteps({ ...config, eta: 1 }, 4);
  const inputs = { latents: [1, 2], v: [1, 0], noise: [1, -1], cx, cv, sigma };
  const [first, second] = await step(inputs, { guided: false, noisy: true });
  expect(first).toBeCloseTo(cx + cv + sigma, 5);
  expect(second).toBeCloseTo(2 * cx - sigma, 5);
});

test('guidance extrapolates from the unconditional to the conditional half', async () => {
  const guided = (scale: number) =>
    step(
      { latents: [0, 0], v_without: [0, 1], v: [2, 5], cx: 1, cv: 1, scale },
      { guided: true, noisy: false },
    );
  expect([...(await guided(1))]).toEqual([2, 5]);
  expect([...(await guided(0))]).toEqual([0, 1]);
  expect([...(await guided(3))]).toEqual([6, 13]);
});
