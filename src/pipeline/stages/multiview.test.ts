import { expect, it } from 'vitest';
import { rigCameras } from '../../core/camera/rig.ts';
import { toCamera } from '../../core/camera/camera.ts';
import type { NdArray } from '../../core/image/image.ts';
import { toPlanar } from '../../core/image/pixels.ts';
import { KEYPOINT_NAMES, type Skeleton } from '../../core/mouse/keypoints.ts';
import { exampleManifest } from '../../test/example-manifest.ts';
import { stageContext } from '../../test/stage-context.ts';
import { writeSafetensors } from '../../test/write-safetensors.ts';
import demo from '../../../models/mouse-demo/pack.json' with { type: 'json' };
import type { Subject } from '../types.ts';
import { multiview } from './multiview.ts';

const SIZE = 128;
const settings = { seed: 1, steps: 1, guidance: 1 };

const zeros = (...shape: number[]) => ({
  shape,
  data: new Float32Array(shape.reduce((a, b) => a * b)),
});

const OUTPUTS: Record<string, NdArray> = {
  latents: zeros(1, 8, 32, 32),
  v: zeros(6, 8, 32, 32),
};

type OneStep = { temperature: number; mirrored: boolean };

const rowOf = ({ data, shape }: NdArray, row: number) => {
  const length = data.length / shape[0];
  return data.slice(row * length, (row + 1) * length);
};

/**
 * A pack whose networks output zeros, except in one pixel of each view. Also records the pictures that the encoder gets, and the latents of the
 * denoiser and the decoder.
 */
async function context(subject?: 'view-0', planes = 3, oneStep?: OneStep) {
  const manifest = exampleManifest();
  Object.assign(manifest.stages.multiview, { oneStep });
  Object.assign(manifest.stages.multiview.unet.config, demo.stages.multiview.unet.config);
  if (subject) manifest.stages.multiview.subject = subject;
  if (planes > 3) manifest.stages.multiview.vae.config.out_channels = planes;
  const outputs: Record<string, NdArray> = { ...OUTPUTS, image: zeros(1, planes, SIZE, SIZE) };
  // One pixel is not grey: blank views would be refused.
  outputs.image.data[0] = 1;
  const pictures: Float32Array[] = [];
  const noisy: Float32Array[] = [];
  const painted: Float32Array[] = [];
  /** The values stay where they are, as on a device whose memory is the CPU's. */
  const onDevice = (array: NdArray) => ({ ...array, tensor: { dispose: () => undefined } });
  const sessions = {
    // Only the small encoder is run this way.
    run: async (_: unknown, { image }: Record<string, NdArray>) => {
      pictures.push(image.data);
      return { latents: outputs.latents };
    },
    runOnDevice: async (_: unknown, feeds: Record<string, NdArray>, names: string[]) => {
      const { image, latents, index, v, cx, cv } = feeds;
      // The denoiser takes `image`. The decoder takes `index`.
      if (image) noisy.push(latents.data);
      if (index) painted.push(rowOf(latents, Number(index.data[0])));
      if (v) {
        const data = latents.data.map((x, i) => cx.data[0] * x + cv.data[0] * v.data[i]);
        return { next: onDevice({ shape: latents.shape, data }) };
      }
      const named = names.map((name) => [name, onDevice(outputs[name] ?? zeros(1))]);
      return Object.fromEntries(named) as unknown;
    },
    trim: async () => undefined,
    upload: async (array: NdArray) => onDevice(array),
    read: async (tensors: NdArray[]) => tensors,
    free: () => undefined,
  };
  const embeds = writeSafetensors(new Map([['view_embeds', zeros(6, 2, 4)]]));
  const files = { 'view_embeds.safetensors': embeds };
  return {
    stage: await stageContext(manifest, { sessions }, files),
    pictures,
    noisy,
    painted,
    outputs,
  };
}

/** A white picture with a black square in the middle, a quarter as wide as the picture. */
function subject(): Subject {
  const data = new Uint8ClampedArray(4 * 512 * 512).fill(255);
  for (let y = 192; y < 320; y++)
    for (let x = 192; x < 320; x++) data.set([0, 0, 0], 4 * (512 * y + x));
  const placement = { scale: 1, offsetX: 0, offsetY: 0 };
  const image = { width: 512, height: 512, data };
  // The mask is the black square.
  const cut = data.map((value, i) => (i % 4 === 3 ? 255 - data[i - 1] : value));
  return { image, cutout: { ...image, data: cut }, placement, frame: null };
}

/** A skeleton that is half as large in the subject as the rig's first camera shows it. */
function skeleton(): Skeleton {
  const count = KEYPOINT_NAMES.length;
  const [camera] = rigCameras(exampleManifest().rig);
  const xyz = Float32Array.from({ length: 3 * count }, (_, i) => 0.4 * Math.sin(7.7 * i));
  const uv = Float32Array.from({ length: 2 * count }, (_, i) => {
    const point = toCamera(camera, xyz, 3 * Math.floor(i / 2));
    return (0.5 * camera.fx * point[i % 2]) / point[2] / 256;
  });
  const up = Float32Array.of(0, -0.6, 0.8);
  return { xyz, uv, error: new Float32Array(count).fill(0.05), up };
}

/** The range of the columns, and of the rows, in which a picture [3, S, S] has black pixels. */
function extent(picture: Float32Array) {
  const dark = Array.from({ length: SIZE * SIZE }, (_, i) => i).filter((i) => picture[i] < 0);
  const [columns, rows] = [dark.map((i) => i % SIZE), dark.map((i) => Math.floor(i / SIZE))];
  return [columns, rows].map((at) => [Math.min(...at), Math.max(...at)]);
}

it('encodes the subject unchanged by default', async () => {
  const { stage, pictures } = await context();
  await multiview({ subject: subject(), skeleton: skeleton(), settings }, stage);
  expect(extent(pictures[0])).toEqual([
    [48, 79],
    [48, 79],
  ]);
});

it('with subject: view-0 encodes the subject as the first camera shows it, and uses it as the first view', async () => {
  const { stage, pictures } = await context('view-0');
  const input = { subject: subject(), skeleton: skeleton(), settings };
  const { images, photos = [] } = await multiview(input, stage);
  const large = [
    [32, 95],
    [32, 95],
  ];
  expect(extent(pictures[0])).toEqual(large);
  // Painted pictures are grey, except in one pixel.
  expect(extent(toPlanar(images[0], 'signed').data)).toEqual(large);
  for (const { data } of images.slice(1)) expect(new Set(data)).toEqual(new Set([128, 255]));
  // The photo is passed on with more pixels, and with its mask.
  const [photo] = photos;
  expect(photos.slice(1)).toEqual([null, null, null, null, null]);
  if (!photo) throw new Error('The photo is missing.');
  expect([photo.width, photo.height]).toEqual([3 * SIZE, 3 * SIZE]);
  const pixel = (x: number, y: number) => [
    ...photo.data.slice(4 * (y * photo.width + x)).slice(0, 4),
  ];
  expect(pixel(192, 192)).toEqual([0, 0, 0, 255]);
  expect(pixel(99, 99)).toEqual([0, 0, 0, 255]);
  expect(pixel(92, 99)[3]).toBe(0);
});

it('passes on the masks that the decoder paints, and for the first view the mask of the photo', async () => {
  const { stage } = await context('view-0', 4);
  const input = { subject: subject(), skeleton: skeleton(), settings };
  const { images, masks = [] } = await multiview(input, stage);
  expect(masks).toHaveLength(6);
  const at = (view: number, x: number, y: number) => masks[view][SIZE * y + x];
  expect([at(0, 31, 64), at(0, 33, 64), at(0, 94, 94), at(0, 96, 94)]).toEqual([0, 1, 1, 0]);
  // The decoder's zeros, in −1…1, are a mask of one half.
  for (const mask of masks.slice(1)) for (const share of mask) expect(share).toBeCloseTo(0.5, 2);
  for (const { data } of images)
    expect(data.filter((_, i) => i % 4 === 3).every((a) => a === 255)).toBe(true);
});

it('returns no masks if the decoder paints no masks', async () => {
  const { stage } = await context('view-0');
  const input = { subject: subject(), skeleton: skeleton(), settings };
  expect(await multiview(input, stage)).not.toHaveProperty('masks');
});

it('continues the first view where the photo ends although the mouse continues', async () => {
  const { stage } = await context('view-0');
  // The right half of the square is outside the photo.
  const frame = { left: -Infinity, top: -Infinity, right: 0.5, bottom: Infinity };
  const input = { subject: { ...subject(), frame }, skeleton: skeleton(), settings };
  const { images, photos } = await multiview(input, stage);
  const red = (x: number, y: number) => images[0].data[4 * (SIZE * y + x)];
  expect([red(4, 64), red(40, 64), red(63, 64)]).toEqual([255, 0, 0]);
  expect([red(64, 64), red(90, 64), red(124, 4)]).toEqual([128, 128, 128]);
  expect(photos?.[0]?.frame).toEqual({ ...frame, right: 0.5 });
});

it("returns the rig's cameras unchanged, and the direction that is up in their frame", async () => {
  const { stage } = await context();
  const pose = skeleton();
  const views = await multiview({ subject: subject(), skeleton: pose, settings }, stage);
  expect(views.cameras).toEqual(rigCameras(exampleManifest().rig, SIZE));
  expect(views.up).toEqual(pose.up);
  const none = await multiview({ subject: subject(), skeleton: null, settings }, stage);
  expect(none).not.toHaveProperty('up');
  expect(views).not.toHaveProperty('photos');
});

const seen = { subject: subject(), skeleton: skeleton(), settings };

it('scales the noise of a single step as the pack says', async () => {
  const begins = async (oneStep?: OneStep) => {
    const { stage, noisy } = await context(undefined, 3, oneStep);
    await multiview(seen, stage);
    return noisy[0].slice(0, 8 * 32 * 32);
  };
  const all = await begins();
  expect(Math.hypot(...all) / Math.sqrt(all.length)).toBeCloseTo(1, 1);
  expect(await begins({ temperature: 0.25, mirrored: false })).toEqual(
    all.map((value) => 0.25 * value),
  );
});

it('with oneStep.mirrored the views are the mean of the passes on the subject and on its mirror image', async () => {
  const { stage, pictures, noisy, painted, outputs } = await context('view-0', 4, {
    temperature: 1,
    mirrored: true,
  });
  // The left half is black with mask 0, the right half is white with mask 1.
  outputs.image.data.forEach((_, i, data) => (data[i] = i % SIZE < SIZE / 2 ? -1 : 1));
  const { images, masks = [] } = await multiview(seen, stage);
  const [straight, mirrored] = pictures;
  expect(straight.some((value, i) => value !== straight[i - 1])).toBe(true);
  for (const i of [0, 3000, 8000, 8060])
    expect(mirrored[i]).toBe(straight[i - 2 * (i % SIZE) + SIZE - 1]);
  // View 1 of one pass is view 5 of the other.
  const latents = 8 * 32 * 32;
  const ratio = (n: number, view: number) => painted[n][7] / noisy[0][view * latents + 7];
  expect(painted).toHaveLength(2 * 5);
  expect(painted[0]).toHaveLength(latents);
  expect(ratio(0, 1)).toBeCloseTo(ratio(1, 5), 5);
  expect(ratio(2, 2)).toBeCloseTo(ratio(1, 5), 5);
  // The mean is one half everywhere.
  expect(new Set(images[1].data)).toEqual(new Set([128, 255]));
  for (const share of masks[1]) expect(share).toBeCloseTo(0.5, 2);
});

it('with several steps, does not scale the noise and makes no pass on the mirror image', async () => {
  const several = { ...seen, settings: { ...settings, steps: 2 } };
  const odd = await context(undefined, 3, { temperature: 0, mirrored: true });
  const plain = await context(undefined, 3);
  await multiview(several, odd.stage);
  await multiview(several, plain.stage);
  expect(odd.noisy[0]).toEqual(plain.noisy[0]);
  expect(odd.painted).toHaveLength(6);
});
