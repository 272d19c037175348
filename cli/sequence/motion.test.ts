import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inverseSimilarity, mapPoint, type Similarity } from '../../src/core/camera/similarity.ts';
import { turnFromZ, uprightTurn } from '../../src/core/camera/upright.ts';
import { emptyCloud } from '../../src/core/gaussians/gaussian-cloud.ts';
import { photoMotions, sampleMotions } from './motion.ts';

let work: string;
beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'motion-'));
});
afterAll(() => rm(work, { recursive: true }));

const FRAMES = [0, 1, 2, 3, 4, 5, 6].map((number) => ({
  ...{ number, source: `${number}` },
  get folder() {
    return path.join(work, `${number}`);
  },
}));
const turn = uprightTurn([0.6, 0, 0.8]);

/** From the cameras to all splats. */
const TO: Similarity = { ...turn, scale: 2, translation: [1, 2, 3] };

/** Where the mouse is in frame t: it walks, and in frame 3 it trembles. */
const mouse = (t: number) => [0.2 * t, 1 - 0.1 * t, t === 3 ? 0.5 : 0];

describe('the splats of samples', () => {
  beforeAll(async () => {
    for (const { folder, number } of FRAMES) {
      await mkdir(folder, { recursive: true });
      // Each frame has an origin and a scale of its own.
      const scale = 1 + 0.1 * number;
      const rotation = [0, 3, 6].map((row) => turn.rotation.slice(row, row + 3));
      const content = {
        ...{ placement: 'subject', splat: 'model', scale, rotation },
        translation: [number, 0, -number],
      };
      await writeFile(path.join(folder, 'placement.json'), JSON.stringify(content));
    }
  });

  /** The middle of a frame's splat, in its own placement. */
  const own = (t: number) =>
    mapPoint({ ...turn, scale: 1 + 0.1 * t, translation: [t, 0, -t] }, mouse(t));

  /** A splat whose middle is the mouse, with a floater far away. */
  const read = async ({ number }: { number: number }) => {
    const cloud = emptyCloud(5);
    for (let i = 0; i < 5; i++) cloud.xyz.set(own(number), 3 * i);
    cloud.xyz.set([90, 90, 90], 0);
    return cloud;
  };

  const middles = async (smooth: boolean) => {
    const motions = await sampleMotions(FRAMES, TO, { read, smooth });
    return FRAMES.map((frame) => {
      const { toSequence, moved } = motions.get(frame)!;
      const at = mapPoint(inverseSimilarity(TO), mapPoint(toSequence, own(frame.number)));
      return { at, moved };
    });
  };

  it('come back to where the mouse is', async () => {
    for (const [t, { at, moved }] of (await middles(false)).entries()) {
      expect(moved).toBeUndefined();
      at.forEach((value, k) => expect(value).toBeCloseTo(mouse(t)[k], 9));
    }
  });

  it('tremble less when smoothed', async () => {
    const seen = await middles(true);
    // At the frame that trembles, the weights 1 4 6 4 1 leave 6/16; one frame beside it 4/16.
    [0.5 * (4 / 16), 0.5 * (6 / 16), 0.5 * (4 / 16)].forEach((height, i) =>
      expect(seen[2 + i].at[2]).toBeCloseTo(height, 5),
    );
    for (const [t, { at }] of seen.entries())
      [0, 1].forEach((k) => expect(at[k]).toBeCloseTo(mouse(t)[k], 5));
    const { moved } = seen[3];
    expect(Math.hypot(...moved!)).toBeCloseTo(2 * 0.5 * (10 / 16), 5);
  });

  it('cannot be moved without their placement', async () => {
    const bare = { ...FRAMES[0], folder: path.join(work, 'bare') };
    await expect(sampleMotions([bare], TO, { read, smooth: false })).rejects.toThrow('--force');
  });
});

describe('the splats of photos', () => {
  const ups = FRAMES.map(({ number }) => (number === 3 ? [0, 0.6, 0.8] : [0, 0.8, 0.6]));
  beforeAll(async () => {
    for (const [t, { folder }] of FRAMES.entries()) {
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, 'pose.json'), JSON.stringify({ up: ups[t] }));
    }
  });

  it('stay as they are', async () => {
    for (const { toSequence, turnedDeg } of (await photoMotions(FRAMES, false)).values()) {
      expect(mapPoint(toSequence, [1, 2, 3])).toEqual([1, 2, 3]);
      expect(turnedDeg).toBeUndefined();
    }
  });

  it('are turned to the smoothed up', async () => {
    const motions = await photoMotions(FRAMES, true);
    const mean = [0, 0.8 * (10 / 16) + 0.6 * (6 / 16), 0.6 * (10 / 16) + 0.8 * (6 / 16)];
    const { toSequence, turnedDeg } = motions.get(FRAMES[3])!;
    // What the photo's own up says is up, is turned as if the mean were up.
    const inRig = [0.1, -0.4, 0.7];
    const before = mapPoint(inverseSimilarity(turnFromZ(ups[3])), inRig);
    const length = Math.hypot(...mean);
    const wanted = mapPoint(uprightTurn(mean.map((value) => value / length)), inRig);
    mapPoint(toSequence, before).forEach((v, k) => expect(v).toBeCloseTo(wanted[k], 9));
    const angle = (v: readonly number[]) => Math.atan2(v[2], v[1]);
    expect(turnedDeg).toBeCloseTo(((angle(ups[3]) - angle(mean)) * 180) / Math.PI, 6);
    expect(motions.get(FRAMES[0])!.turnedDeg).toBeCloseTo(0, 5);
  });
});
