import { expect, it } from 'vitest';
import { KEYPOINT_NAMES, OPPOSITE } from '../../core/keypoints.ts';
import { fromPlanar, mirrorPlanar, toPlanar } from '../../core/pixels.ts';
import type { PoseConfig } from '../../graphs/pose.ts';
import { exampleManifest } from '../../packs/fixture.ts';
import { openPack } from '../../packs/load.ts';
import { readRecording } from '../../test/recording.ts';
import { wasmHost } from '../../test/wasm-host.ts';
import type { StageContext } from '../context.ts';
import type { Subject } from '../types.ts';
import { pose } from './pose.ts';

const { config, files, io } = await readRecording<PoseConfig>('demo_pose');
const bytes = files['demo_pose.safetensors'] as Uint8Array<ArrayBuffer>;

/** A pack whose pose network is the recorded one. */
async function context(): Promise<StageContext> {
  const manifest = exampleManifest();
  const stages = { ...manifest.stages, pose: { ...manifest.stages.pose, config } };
  const listed = manifest.files.map((file) =>
    file.name === 'pose.safetensors' ? { ...file, bytes: bytes.length } : file,
  );
  const json = JSON.stringify({ ...manifest, stages, files: listed });
  const blobs: Record<string, BlobPart> = { 'pack.json': json, 'pose.safetensors': bytes };
  return {
    pack: await openPack({ trusted: true, read: async (name) => new Blob([blobs[name] ?? 'abc']) }),
    runtime: { host: wasmHost() } as StageContext['runtime'],
    memory: { networks: [], peakBytes: 0, split: false },
    signal: new AbortController().signal,
    progress: () => undefined,
    stageMs: {},
  };
}

/** The recorded input, as far as 8 bits hold it: −2…2 of the recording is −1…1 here. */
async function subject(): Promise<Subject> {
  const { data } = await io('image');
  const image = {
    width: config.size,
    height: config.size,
    channels: 3,
    data: data.map((v) => v / 2),
  };
  return { image: fromPlanar(image, 'signed'), placement: { scale: 1, offsetX: 0, offsetY: 0 } };
}

it('exchanges left and right, and only those', () => {
  const other = (name: (typeof KEYPOINT_NAMES)[number]) =>
    KEYPOINT_NAMES[OPPOSITE[KEYPOINT_NAMES.indexOf(name)]];
  expect(other('ear_left')).toBe('ear_right');
  expect(other('paw_hind_right')).toBe('paw_hind_left');
  expect(other('tail_2')).toBe('tail_2');
  expect(OPPOSITE.map((k) => OPPOSITE[k])).toEqual(KEYPOINT_NAMES.map((_, k) => k));
});

it('sees in a mirrored picture the mirrored skeleton of the picture', async () => {
  const stage = await context();
  const seen = await subject();
  const turned = {
    ...seen,
    image: fromPlanar(mirrorPlanar(toPlanar(seen.image, 'signed')), 'signed'),
  };
  const [a, b] = [await pose(seen, stage), await pose(turned, stage)];
  if (!a || !b) throw new Error('the pack has no pose stage');
  let moved = 0;
  OPPOSITE.forEach((k, i) => {
    expect(b.xyz[3 * i]).toBeCloseTo(-a.xyz[3 * k], 4);
    expect(b.xyz[3 * i + 1]).toBeCloseTo(a.xyz[3 * k + 1], 4);
    expect(b.xyz[3 * i + 2]).toBeCloseTo(a.xyz[3 * k + 2], 4);
    expect(b.uv[2 * i]).toBeCloseTo(-a.uv[2 * k], 4);
    expect(b.uv[2 * i + 1]).toBeCloseTo(a.uv[2 * k + 1], 4);
    expect(b.error[i]).toBeCloseTo(a.error[k], 4);
    moved += Math.abs(a.xyz[3 * i] - b.xyz[3 * i]);
  });
  expect(moved).toBeGreaterThan(0.1);
});
