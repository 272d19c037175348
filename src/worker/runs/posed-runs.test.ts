import { TURNTABLE_SETTINGS } from '../../pipeline/events.ts';
import { encode } from 'fast-png';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { StageId } from '../../core/stages.ts';
import { exampleManifest } from '../../test/example-manifest.ts';
import { randomCloud } from '../../test/random-clouds.ts';
import { sphereCameras, sphereView } from '../../test/photos/spheres.ts';
import { runsWithoutPack } from '../../test/web/runs-setup.ts';
import type { SampleFiles } from '../dropped/samples.ts';
import type { BrowserRuntime } from '../machine.ts';
import { Runs } from './index.ts';

const CAMERAS = sphereCameras(48);
const pictures = CAMERAS.map((camera, i) => {
  const { data, width, height } = sphereView(camera);
  const png = new Uint8Array(encode({ width, height, data: Uint8Array.from(data) }));
  return { path: `images/c${i}.png`, blob: new Blob([png]) };
});
const frames = CAMERAS.map(({ w2c, width: w, height: h, ...rest }) => ({
  ...{ ...rest, w, h, w2c: [...w2c] },
}));
const cameras = (list: object[]) => [
  { path: 'opencv_cameras.json', blob: new Blob([JSON.stringify({ frames: list })]) },
];
const sample = (more: Partial<SampleFiles> = {}): SampleFiles => ({
  ...{ name: 's', camerasName: 'opencv_cameras.json', pictures, masks: [] },
  cameras: cameras(frames),
  ...more,
});
const setup = () => runsWithoutPack(() => Promise.reject(new Error('nothing is decoded here')));

describe('posed views that cannot be used', () => {
  it.each<[string, Partial<SampleFiles>, string]>([
    ['a camera is missing', { cameras: cameras(frames.slice(1)) }, 'views-unpaired'],
    ['two cameras are equal', { cameras: cameras(frames.with(1, frames[0])) }, 'camera-invalid'],
    [
      'there are more than twelve',
      {
        pictures: Array.from({ length: 13 }, (_, i) => ({ ...pictures[0], path: `${i}.png` })),
        cameras: cameras(Array.from({ length: 13 }, () => frames[0])),
      },
      'views-invalid',
    ],
  ])('are refused before anything is fetched or decoded: %s', async (_, more, code) => {
    const { error, asked } = await setup().run({ sample: sample(more) });
    expect(error).toMatchObject({ code });
    expect(asked).toEqual([]);
  });

  it('or with settings that contradict each other', async () => {
    const settings = { placement: 'per-camera', frame: 'lab' } as const;
    const { error, asked } = await setup().run({ sample: sample() }, undefined, settings);
    expect(error).toMatchObject({ code: 'settings-invalid' });
    expect(asked).toEqual([]);
  });
});

it('posed views that can be used: the pack is fetched', async () => {
  const { error, asked } = await setup().run({ sample: sample() });
  expect(error).toMatchObject({ code: 'network' });
  expect(asked).toContain('pack');
});

afterEach(() => void vi.unstubAllGlobals());

it('a new worker takes over the finished stages of the same files, and computes only the rest', async () => {
  vi.stubGlobal('navigator', { userAgent: '' });
  const index = { file: 'x', tensors: new Map() };
  const pack = { manifest: exampleManifest(), files: new Map(), weights: async () => index };
  const engine = async () => ({ choice: { backend: 'wasm' }, name: 'ort', version: '0' });
  const limits = async () => ({
    half: false,
    totalBytes: null,
    heapBytes: null,
    bindingBytes: null,
  });
  const runtime: object = {
    sessions: { limits, engine },
    codec: {},
    openVideo: () => undefined,
    choice: () => ({ backend: 'wasm' }),
    prepare: async () => undefined,
    renew: async () => undefined,
  };
  const runs = new Runs(runtime as BrowserRuntime, { get: async () => pack });
  const stage = (id: StageId, settings: unknown[], output: unknown) => ({
    ...{ stage: id, settings, output, shown: [] },
  });
  const cloud = randomCloud(1, { count: 5 });
  runs.restore({
    sample: sample(),
    packKey: JSON.stringify(pack.manifest),
    stages: [
      stage('photo', [undefined], { images: [], cameras: [] }),
      stage('reconstruct', ['pack', undefined, undefined], cloud),
      stage('render', [], {}),
      stage('compare', [undefined], { views: [], mean: {}, losses: {} }),
      stage(
        'turntable',
        TURNTABLE_SETTINGS.map(() => undefined),
        { name: 'turntable.mp4', file: new Blob() },
      ),
    ],
  });
  const states: string[] = [];
  const settings = { ply: 'standard', filters: 'pack' } as const;
  const summary = await runs.run(
    { sample: structuredClone(sample()), packId: 'demo', settings },
    (event) => event.type === 'stage' && states.push(`${event.stage} ${event.state}`),
    new AbortController().signal,
  );
  expect(summary).toMatchObject({ gaussians: 5, video: 'turntable.mp4' });
  expect(states).toEqual([
    ...['photo', 'reconstruct', 'render', 'compare', 'turntable'].map((id) => `${id} reused`),
    ...['export running', 'export done'],
  ]);
});
