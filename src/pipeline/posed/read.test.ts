import { describe, expect, it } from 'vitest';
import type { NdArray, RgbaImage } from '../../core/image/image.ts';
import { exampleManifest } from '../../test/example-manifest.ts';
import { drawn, inEllipse, noise } from '../../test/photos/drawn.ts';
import { pngCodec, pngFile, readPosed } from '../../test/photos/posed.ts';
import { sphereCameras, sphereMask, sphereView } from '../../test/photos/spheres.ts';
import { stageContext } from '../../test/stage-context.ts';

/** Frames of 128 × 96 pixels of six cameras, and their masks. */
const CAMERAS = sphereCameras(96).map((camera) => ({
  ...camera,
  width: 128,
  cx: camera.cx + 16,
}));
const FRAMES = CAMERAS.map((camera) => sphereView(camera, { background: 140 }));
/** Leaves out the alignment, which takes time. */
const NONE = { placement: 'none' } as const;
type Shape = (x: number, y: number) => boolean;
const masksWith = (extra: (view: number) => Shape | undefined, invert = false) =>
  CAMERAS.map((camera, i) => {
    const mask = sphereMask(camera);
    const more = extra(i);
    const isIn = (x: number, y: number) => mask[y * 128 + x] > 0 || more?.(x, y) === true;
    return pngFile(
      drawn(128, 96, (x, y) => (isIn(x, y) === invert ? 0 : 255)),
      `m${i}.png`,
    );
  });
const readWith = (extra: (view: number) => Shape | undefined) =>
  readPosed(FRAMES, CAMERAS, NONE, { masks: masksWith(extra) });

/** Fraction of the pixels of a view whose mask is wrong, of those of the true mask. */
function wrongIn({ photos, cameras }: Awaited<ReturnType<typeof readPosed>>, view: number) {
  // The same window of the camera before the placement.
  const truth = { ...CAMERAS[view], ...{ width: 512, height: 512, cx: 256, cy: 256 } };
  const mask = sphereMask({ ...truth, fx: cameras[view].fx, fy: cameras[view].fy });
  const wrong = mask.filter((is, i) => is !== Number(photos![view]!.data[4 * i + 3] > 127));
  return wrong.length / mask.reduce((sum, is) => sum + is);
}

/** The focal length of a view with the trained angle. */
const TRAINED = 512 / (2 * Math.tan((25 * Math.PI) / 180));

describe('masks with other things', () => {
  it('a stray pixel neither widens the view nor is said', async () => {
    const views = await readWith((i) => (i === 1 ? (x, y) => x === 127 && y === 0 : undefined));
    expect(views.cameras[1].fx).toBeCloseTo(TRAINED, 6);
    expect(views.notices).toBeUndefined();
    expect(wrongIn(views, 1)).toBeLessThan(0.06);
  });

  it('a blob far from the mouse is left out, and said', async () => {
    const views = await readWith((i) => (i === 1 ? (x, y) => x > 121 && y < 6 : undefined));
    expect(views.cameras[1].fx).toBeCloseTo(TRAINED, 6);
    expect(views.notices).toEqual(['mask-parts-left-out']);
    expect(wrongIn(views, 1)).toBeLessThan(0.06);
    const clean = await readWith(() => undefined);
    expect(views.placement).toEqual(clean.placement);
    expect(views.placement?.subject).toBeDefined();
  });

  it('a thing that is larger than the mouse is left out, because the other views see none', async () => {
    const hand: Shape = (x, y) => inEllipse(x, y, [108, 20, 18, 18]);
    const views = await readWith((i) => (i === 2 ? hand : undefined));
    expect(views.notices).toEqual(['mask-parts-left-out']);
    expect(wrongIn(views, 2)).toBeLessThan(0.06);
  });

  it('a tail that is cut off, which the other views see, stays', async () => {
    const views = await readWith(() => undefined);
    expect(views.notices).toBeUndefined();
    // The end of the tail is a part of each mask.
    for (const [i] of CAMERAS.entries()) expect(wrongIn(views, i)).toBeLessThan(0.06);
  });
});

describe('masks that are white around the mouse', () => {
  it.each([1, 6])('are refused: %i of them', async (count) => {
    const right = masksWith(() => undefined);
    const wrong = masksWith(() => undefined, true);
    const masks = right.map((one, i) => (i < count ? wrong[i] : one));
    await expect(readPosed(FRAMES, CAMERAS, NONE, { masks })).rejects.toMatchObject({
      code: 'mask-inverted',
      values: { file: 'm0.png' },
    });
  });
});

describe('files', () => {
  it('are named in errors: a frame, and a mask', async () => {
    const masks = masksWith(() => undefined);
    const broken = { file: new Blob(['no picture']), fileName: 'broken.png' };
    await expect(
      readPosed(FRAMES, CAMERAS, NONE, { masks: masks.with(3, broken) }),
    ).rejects.toThrow(/^broken\.png: /);
    const pictures = FRAMES.map((image) => pngFile(image)).with(2, broken);
    await expect(readPosed([], CAMERAS, NONE, { pictures, masks })).rejects.toThrow(
      /^broken\.png: /,
    );
  });
});

/**
 * A pack whose background remover finds what is dark.
 * @param onDecode called before a file is decoded
 * @param onMask called with each mask of the network
 */
async function darkFinder({
  onDecode = () => undefined,
  onMask = () => undefined,
}: { onDecode?: () => void; onMask?: (mask: Float32Array) => void } = {}) {
  const manifest = exampleManifest();
  manifest.stages.matting.config.size = 64;
  const run = async (_: unknown, { image }: Record<string, NdArray>) => {
    const size = image.shape[3];
    const data = Float32Array.from({ length: size * size }, (_, i) => +(image.data[i] < -0.3));
    onMask(data);
    return { alpha: { shape: [1, 1, size, size], data } };
  };
  const decode = (file: Blob) => {
    onDecode();
    return pngCodec.decode(file);
  };
  const sessions = { run, trim: async () => undefined };
  return stageContext(manifest, { codec: { ...pngCodec, decode }, sessions });
}

describe('frames without masks', () => {
  /** The dark spheres on bedding, and perhaps a dark thing. */
  const scene = (view: number, thing?: Shape): RgbaImage => {
    const mask = sphereMask(CAMERAS[view]);
    return drawn(128, 96, (x, y) =>
      mask[y * 128 + x] > 0 || thing?.(x, y) ? 25 + noise(x, y, 20) : 150 + noise(x, y, 70),
    );
  };
  /** Fraction of what the mask of a view shows beside the body and the head. */
  const beside = (views: Awaited<ReturnType<typeof readPosed>>, view: number) => {
    const photo = views.photos![view]!;
    const truth = { ...CAMERAS[view], ...{ width: 512, height: 512, cx: 256, cy: 256 } };
    const { fx, fy } = views.cameras[view];
    const mask = sphereMask({ ...truth, fx, fy });
    let [all, both] = [0, 0];
    mask.forEach((is, i) => {
      const shown = photo.data[4 * i + 3] > 127;
      all += Number(shown || is > 0);
      both += Number(shown && is > 0);
    });
    return 1 - both / all;
  };

  it('are decoded one by one: each is cut out before the next one', async () => {
    const order: string[] = [];
    const context = await darkFinder({
      onDecode: () => order.push('decode'),
      onMask: () => order.at(-1) === 'decode' && order.push('cut out'),
    });
    const images = CAMERAS.map((_, i) => scene(i));
    await readPosed(images, CAMERAS, NONE, {}, context);
    expect(order).toEqual(CAMERAS.flatMap(() => ['decode', 'cut out']));
  });

  it('the remover looks only where the other frames see the mouse, if it finds something else', async () => {
    const hand: Shape = (x, y) => inEllipse(x, y, [28, 24, 20, 20]);
    const images = CAMERAS.map((_, i) => scene(i, i === 4 ? hand : undefined));
    const views = await readPosed(images, CAMERAS, NONE, {}, await darkFinder());
    for (const [i] of CAMERAS.entries()) expect(beside(views, i)).toBeLessThan(0.15);
    expect(views.notices ?? []).not.toContain('views-disagree');
  });

  it('a thin white frame around a frame is no white background', async () => {
    const images = CAMERAS.map((_, i) => {
      const { data, ...size } = scene(i);
      for (let at = 0; at < 128 * 96; at++) {
        const [x, y] = [at % 128, Math.floor(at / 128)];
        if (x === 0 || y === 0 || x === 127 || y === 95) data.fill(255, 4 * at, 4 * at + 4);
      }
      return { data, ...size };
    });
    const views = await readPosed(images, CAMERAS, NONE, {}, await darkFinder());
    for (const [i] of CAMERAS.entries()) expect(beside(views, i)).toBeLessThan(0.15);
  });

  it('a mouse that the remover does not find in the whole frame is found there', async () => {
    let passes = 0;
    const context = await darkFinder({
      // The first frame has four passes. In them it finds nothing.
      onMask: (mask) => {
        passes += 1;
        if (passes <= 4) mask.fill(0);
      },
    });
    const images = CAMERAS.map((_, i) => scene(i));
    const views = await readPosed(images, CAMERAS, NONE, {}, context);
    expect(beside(views, 0)).toBeLessThan(0.15);
  });
});
