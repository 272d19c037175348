import { expect, it } from 'vitest';
import { KEYPOINT_NAMES, OPPOSITE } from '../../core/mouse/keypoints.ts';
import { fromPlanar, mirrorPlanar, toPlanar } from '../../core/image/pixels.ts';
import { poseTensors, type PoseConfig } from '../../families/pose/graph.ts';
import { exampleManifest } from '../../test/example-manifest.ts';
import { seededFile } from '../../test/imported.ts';
import { readRecording } from '../../test/recording.ts';
import { stageContext } from '../../test/stage-context.ts';
import { wasmSessions } from '../../test/wasm-sessions.ts';
import type { Subject } from '../types.ts';
import { pose } from './pose.ts';

const { config, io } = await readRecording<PoseConfig>('demo_pose');
const bytes = seededFile(poseTensors(config));

/** A pack whose pose network has the recorded layout. */
function context(sessions: object = wasmSessions()) {
  const { stages, ...manifest } = exampleManifest();
  const recorded = { ...config, channels: [...config.channels] };
  const pose = { ...stages.pose!, config: recorded };
  const files = { 'pose.safetensors': bytes };
  return stageContext({ ...manifest, stages: { ...stages, pose } }, { sessions }, files);
}

/** The recorded input, rounded to 8 bits. −2…2 in the recording becomes −1…1. */
async function subject(): Promise<Subject> {
  const { data } = await io('image');
  const planes = {
    width: config.size,
    height: config.size,
    channels: 3,
    data: data.map((v) => v / 2),
  };
  const image = fromPlanar(planes, 'signed');
  return { image, cutout: image, placement: { scale: 1, offsetX: 0, offsetY: 0 }, frame: null };
}

it('mirroring a skeleton exchanges only left and right', () => {
  const other = (name: (typeof KEYPOINT_NAMES)[number]) =>
    KEYPOINT_NAMES[OPPOSITE[KEYPOINT_NAMES.indexOf(name)]];
  expect(other('ear_left')).toBe('ear_right');
  expect(other('paw_hind_right')).toBe('paw_hind_left');
  expect(other('tail_2')).toBe('tail_2');
  expect(OPPOSITE.map((k) => OPPOSITE[k])).toEqual(KEYPOINT_NAMES.map((_, k) => k));
});

it('finds the mirrored skeleton in a mirrored picture', async () => {
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
  const [up, other] = [a.up ?? [], b.up ?? []];
  expect(Math.hypot(...up)).toBeCloseTo(1, 6);
  [-up[0], up[1], up[2]].forEach((value, k) => expect(other[k]).toBeCloseTo(value, 4));
});

it('reads up from the row after the keypoints, as the mean of both passes; without `up` it is absent', async () => {
  // The second vector is for the mirror image: mirrored back it is (0.1, 0.5, 1).
  const rows = [
    [0.5, 0.1, 1],
    [-0.1, 0.5, 1],
  ];
  let runs = 0;
  const run = async () => {
    const keypoints = new Float32Array(4 * 24);
    keypoints.set(rows[runs++ % 2], 4 * 23);
    return { keypoints: { data: keypoints }, uv: { data: new Float32Array(2 * 23) } };
  };
  const stage = await context({ run });
  const seen = await pose(await subject(), stage);
  const length = Math.hypot(0.3, 0.3, 1);
  [0.3, 0.3, 1].forEach((value, k) => expect(seen?.up?.[k]).toBeCloseTo(value / length, 6));
  expect(seen?.xyz).toHaveLength(3 * 23);
  delete stage.pack.manifest.stages.pose?.config.up;
  expect(await pose(await subject(), stage)).not.toHaveProperty('up');
});

it('numbers that are not finite are an error of the pose network, also if only their mean is', async () => {
  const failed = (values: readonly number[]) => {
    const keypoints = new Float32Array(4 * 24);
    keypoints.set(values, 4 * 23);
    const run = async () => ({
      keypoints: { data: keypoints },
      uv: { data: new Float32Array(46) },
    });
    return async () => pose(await subject(), await context({ run }));
  };
  const error = { stage: 'pose', values: { network: 'pose network', stage: 'pose' } };
  await expect(failed([0, NaN, 0])()).rejects.toMatchObject(error);
  // A vector of length zero has no direction.
  await expect(failed([0, 0, 0])()).rejects.toMatchObject({ ...error, code: 'numbers-invalid' });
});
