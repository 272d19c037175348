import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { sphereCameras } from '../../test/photos/spheres.ts';
import type { SampleFile, SampleFiles } from '../dropped/samples.ts';
import { openSample } from './open-sample.ts';
import { sameSample } from './same-sample.ts';

const CAMERAS = sphereCameras(64).slice(0, 3);
const png = new Uint8Array(
  encode({ width: 64, height: 48, channels: 1, data: new Uint8Array(64 * 48) }),
);
const picture = (path: string): SampleFile => ({ path, blob: new Blob([png]) });

/** A camera file. @param more what is added to each frame */
const cameraFile = (more: (i: number) => object = () => ({}), name = 'rig.json'): SampleFile => {
  const frames = CAMERAS.map(({ w2c, width: w, height: h, ...rest }, i) => ({
    ...{ ...rest, w, h, w2c: [...w2c] },
    ...more(i),
  }));
  return { path: name, blob: new Blob([JSON.stringify({ frames })]) };
};

const sample = (more: Partial<SampleFiles> = {}): SampleFiles => ({
  ...{ name: 's', camerasName: 'rig.json', cameras: [cameraFile()] },
  pictures: ['c10.png', 'c2.png', 'c1.png'].map(picture),
  masks: [],
  ...more,
});
const names = (list: readonly ({ fileName: string } | null)[] = []) =>
  list.map((file) => file?.fileName ?? '–').join(' ');

describe('openSample', () => {
  it('pairs pictures with cameras in natural order, or as the cameras name them', async () => {
    const inOrder = await openSample(sample());
    expect(names(inOrder.pictures)).toBe('c1.png c2.png c10.png');
    expect(inOrder).toMatchObject({ camerasName: 'rig.json', pairedBy: 'order' });
    expect(names(inOrder.masks)).toBe('– – –');
    const named = cameraFile((i) => ({ file_path: `images/c${[2, 10, 1][i]}.png` }));
    const byName = await openSample(sample({ cameras: [named] }));
    expect(names(byName.pictures)).toBe('c2.png c10.png c1.png');
  });

  it('takes the size of a camera from its picture if the file does not state it', async () => {
    const half = cameraFile((i) => ({ w: undefined, h: undefined, cy: 24, cx: 32 + i }));
    const { cameras } = await openSample(sample({ cameras: [half] }));
    expect(cameras[0]).toMatchObject({ width: 64, height: 48 });
    const other = cameraFile(() => ({ w: undefined, h: undefined, cx: 320, cy: 240 }));
    await expect(openSample(sample({ cameras: [other] }))).rejects.toMatchObject({
      code: 'calibration-size',
      values: {
        file: 'rig.json',
        width: 64,
        height: 48,
        cx: 320,
        cy: 240,
        sizes: '640x480 720x540',
      },
    });
    const calibratedFor = { width: 640, height: 480 };
    const said = await openSample(sample({ cameras: [other], calibratedFor }));
    expect(said).toMatchObject({ cameraSize: calibratedFor });
    expect(said.cameras[0]).toMatchObject({ ...calibratedFor, cx: 320, cy: 240 });
  });

  it('finds masks by their names, and by those that the cameras state', async () => {
    const masks = ['m/c1.png', 'm/c2_mask.png', 'm/c10.png.png'].map(picture);
    const found = await openSample(sample({ masks }));
    expect(names(found.masks)).toBe('c1.png c2_mask.png c10.png.png');
    const stated = cameraFile((i) => ({ mask_path: `m/${['x', 'y', 'z'][i]}.png` }));
    const loose = ['c1.png', 'c2.png', 'c10.png', 'm/x.png', 'm/y.png', 'm/z.png'].map(picture);
    const opened = await openSample(sample({ cameras: [stated], pictures: loose }));
    expect(names(opened.masks)).toBe('x.png y.png z.png');
    expect(names(opened.pictures)).toBe('c1.png c2.png c10.png');
  });

  it('a file may be picture and mask, if the cameras name it as both', async () => {
    const both = (i: number) => `c${[1, 2, 10][i]}.png`;
    const named = cameraFile((i) => ({ file_path: both(i), mask_path: both(i) }));
    const { pictures, masks } = await openSample(sample({ cameras: [named] }));
    expect(names(pictures)).toBe('c1.png c2.png c10.png');
    expect(names(masks)).toBe(names(pictures));
    const onlyMasks = cameraFile((i) => ({ mask_path: both(i) }));
    await expect(openSample(sample({ cameras: [onlyMasks] }))).rejects.toMatchObject({
      code: 'views-unpaired',
      values: { pictures: 0, cameras: 3 },
    });
  });

  it('does not take a picture for the mask of the same name', async () => {
    const stated = cameraFile((i) => ({ mask_path: `masks/c${[1, 2, 10][i]}.png` }));
    const pictures = ['c1', 'c2', 'c10'].map((name) => picture(`s/images/${name}.png`));
    await expect(openSample(sample({ cameras: [stated], pictures }))).rejects.toMatchObject({
      code: 'mask-missing',
      values: { file: 'c1.png' },
    });
  });

  it.each<[string, Partial<SampleFiles>, string, object]>([
    [
      'a camera is missing',
      { pictures: ['a', 'b', 'c', 'd'].map((name) => picture(`${name}.png`)) },
      'views-unpaired',
      { file: 'rig.json', pictures: 4, cameras: 3 },
    ],
    ['a mask is missing', { masks: [picture('m/c1.png')] }, 'mask-missing', { file: 'c2.png' }],
    [
      'the cameras cannot be read',
      { cameras: [{ path: 'rig.json', blob: new Blob(['{"frames": [']) }] },
      'camera-invalid',
      { file: 'rig.json' },
    ],
  ])('says that %s', async (_, more, code, values) => {
    await expect(openSample(sample(more))).rejects.toMatchObject({ code, values });
  });
});

describe('sameSample', () => {
  const copied = (files: SampleFiles): SampleFiles => structuredClone(files);

  it('compares names and bytes, not objects', async () => {
    const first = sample({ masks: [picture('m.png')] });
    const changed = { path: 'c2.png', blob: new Blob(['other']) };
    expect(await sameSample(first, copied(first))).toBe(true);
    expect(await sameSample(first, sample())).toBe(false);
    expect(await sameSample(first, { ...first, pictures: first.pictures.with(1, changed) })).toBe(
      false,
    );
    expect(await sameSample(first, { ...first, cameras: [cameraFile(() => ({ k1: 0.1 }))] })).toBe(
      false,
    );
    const said = { ...first, calibratedFor: { width: 640, height: 480 } };
    expect(await sameSample(first, said)).toBe(false);
    expect(await sameSample(copied(said), said)).toBe(true);
  });
});
