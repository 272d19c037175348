import { decode, encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { orbitCamera } from '../../core/camera/orbit.ts';
import { scaleCamera, type Camera } from '../../core/camera/camera.ts';
import type { DecodedPicture } from '../photo/decode.ts';
import { readViews } from './views.ts';

/** A codec in JavaScript that can decode only PNG. */
const codec = {
  async decode(file: Blob): Promise<DecodedPicture> {
    const { width, height, data } = decode(await file.arrayBuffer());
    return { image: { width, height, data: Uint8ClampedArray.from(data) }, notices: [] };
  },
  encodePng: () => Promise.reject(new Error('nothing is written here')),
};

const picture = (width: number, height: number, pixel: number[], fileName = 'view.png') => {
  const data = Uint8Array.from({ length: 4 * width * height }, (_, i) => pixel[i % 4]);
  return { file: new Blob([Uint8Array.from(encode({ width, height, data }))]), fileName };
};

const camera = orbitCamera(30, 20, 2.7, 50, 512);
const cameras = (count: number): Camera[] => Array.from({ length: count }, () => camera);
const red = [255, 0, 0, 255];

const read = (pictures: ReturnType<typeof picture>[], of: readonly Camera[]) =>
  readViews(
    { pictures, cameras: of, camerasName: 'rig.json', pairedBy: 'order' },
    { runtime: { codec }, signal: new AbortController().signal, progress: () => undefined },
  );

describe('readViews', () => {
  it('leaves opaque pictures unchanged, and scales cameras to their size', async () => {
    const views = await read([picture(16, 16, red), picture(16, 16, red)], cameras(2));
    expect(views.images.every(({ data }) => data.every((v, i) => v === red[i % 4]))).toBe(true);
    expect(views.cameras).toEqual([scaleCamera(camera, 16), scaleCamera(camera, 16)]);
  });

  it('makes transparent pixels white', async () => {
    const [clear, half] = [picture(8, 8, [9, 9, 9, 0]), picture(8, 8, [0, 100, 200, 204])];
    const { images } = await read([clear, half], cameras(2));
    expect([...images[0].data.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
    expect([...images[1].data.subarray(0, 4)]).toEqual([51, 131, 211, 255]);
  });

  it('cuts a picture out with its mask, which may have another size', async () => {
    const pictures = [picture(8, 8, red), picture(8, 8, red)];
    const half = new Uint8Array(4 * 16 * 16);
    // White on the left half, black on the right.
    for (let i = 0; i < 256; i++)
      half.set(i % 16 < 8 ? [255, 255, 255, 255] : [0, 0, 0, 255], 4 * i);
    const mask = {
      file: new Blob([Uint8Array.from(encode({ width: 16, height: 16, data: half }))]),
      fileName: 'm.png',
    };
    const source = { pictures, cameras: cameras(2), camerasName: 'c', pairedBy: 'order' } as const;
    const context = {
      runtime: { codec },
      signal: new AbortController().signal,
      progress: () => undefined,
    };
    const { images, photos } = await readViews({ ...source, masks: [mask, null] }, context);
    expect([...images[0].data.subarray(0, 4)]).toEqual(red);
    expect([...images[0].data.subarray(4 * 4, 4 * 5)]).toEqual([255, 255, 255, 255]);
    expect(photos?.[0]?.data[4 * 4 + 3]).toBe(0);
    expect(photos?.[1]).toBeNull();
    const oblong = { ...mask, file: picture(16, 8, red).file };
    await expect(readViews({ ...source, masks: [oblong, null] }, context)).rejects.toThrow(
      /The mask m\.png is 16 × 8, which does not fit/,
    );
  });

  it.each([
    ['one view', [picture(8, 8, red)], 1, 'pictures is 1.'],
    ['nine views', Array.from({ length: 9 }, () => picture(8, 8, red)), 9, 'pictures is 9.'],
    ['too few cameras', [picture(8, 8, red), picture(8, 8, red)], 1, '2 pictures, but 1 cameras'],
    ['an oblong view', [picture(8, 8, red), picture(8, 9, red, 'b.png')], 2, 'b.png is 8 × 9'],
    ['two sizes', [picture(8, 8, red, 'a.png'), picture(9, 9, red, 'b.png')], 2, 'b.png has 9'],
  ])('refuses %s', async (_, pictures, count, reason) => {
    await expect(read(pictures, cameras(count))).rejects.toMatchObject({
      code: 'views-invalid',
      message: expect.stringContaining(reason) as string,
    });
  });

  it('refuses an oblong camera, and a file that is not a picture', async () => {
    const pair = [picture(8, 8, red), picture(8, 8, red)];
    await expect(read(pair, [camera, { ...camera, height: 256 }])).rejects.toMatchObject({
      code: 'camera-invalid',
      message: expect.stringContaining('rig.json: frame 1 is 512 × 256') as string,
    });
    const text = { file: new Blob(['no picture']), fileName: 'b.png' };
    await expect(read([pair[0], text], cameras(2))).rejects.toMatchObject({
      code: 'photo-undecodable',
    });
  });
});
