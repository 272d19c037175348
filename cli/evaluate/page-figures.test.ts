import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mapCamera, type Similarity } from '../../src/core/camera/similarity.ts';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { writePly } from '../../src/core/ply/index.ts';
import { CpuRasterizer } from '../../src/core/rasterize/rasterize.ts';
import { compare } from '../../src/pipeline/stages/compare.ts';
import { seenParts } from '../../src/pipeline/losses/seen-parts.ts';
import { exportFiles } from '../../src/pipeline/stages/export.ts';
import { readViews } from '../../src/pipeline/stages/views.ts';
import { exampleManifest } from '../../src/test/example-manifest.ts';
import { drawn } from '../../src/test/photos/drawn.ts';
import { sphereCameras, sphereMask, sphereView } from '../../src/test/photos/spheres.ts';
import { randomCloud } from '../../src/test/random-clouds.ts';
import { stageContext } from '../../src/test/stage-context.ts';
import { readArguments } from '../arguments.ts';
import { evaluate } from '../commands/evaluate.ts';
import { posedPictures } from '../reconstruct/posed-pictures.ts';
import { sharpCodec } from '../runtime/codec.ts';
import { openSample } from '../sample-folder.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder = '';
const at = (...parts: string[]) => path.join(folder, ...parts);
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'page-figures-'))));
afterAll(() => rm(folder, { recursive: true }));

const write = ({ width, height, data }: RgbaImage, ...parts: string[]) =>
  sharp(data, { raw: { width, height, channels: 4 } })
    .png()
    .toFile(at(...parts));

/** A lab's frame: millimetres, Y up, elsewhere. */
const LAB: Similarity = {
  scale: 120,
  rotation: [1, 0, 0, 0, 0, 1, 0, -1, 0],
  translation: [500, 80, -300],
};

/** Where the mouse is, opaque Gaussians. */
const cloud = randomCloud(3, {
  count: 300,
  position: (random) => [0, 1, 2].map(() => 0.4 * (random() - 0.5)),
  logit: () => 4,
});

interface Report {
  results: {
    views: Record<string, number>[];
    mean: Record<string, number>;
    losses: {
      stages: { stage: string; psnrMask: number; iou: number; share: number }[];
      verdict: object;
      viewSize: number;
      movedPixels: number;
      fit: { mean: number };
    };
  }[];
}

/** Writes a sample whose fourth picture is beside its place, so that pictures are moved. */
async function putSample(name: string, oblong: boolean, masked: boolean): Promise<void> {
  await mkdir(at(name, 'images'), { recursive: true });
  if (masked) await mkdir(at(name, 'masks'));
  const cameras = sphereCameras(96).map((camera) =>
    oblong ? { ...camera, width: 128, cx: camera.cx + 16 } : camera,
  );
  const frames = [];
  for (const [i, camera] of cameras.entries()) {
    const { width, height } = camera;
    const mask = sphereMask(camera);
    const background = masked ? 140 : 255;
    await write(sphereView(camera, { background }), name, 'images', `c${i}.png`);
    const shape = drawn(width, height, (x, y) => 255 * mask[y * width + x]);
    if (masked) await write(shape, name, 'masks', `c${i}.png`);
    const lab = mapCamera(LAB, { ...camera, cx: camera.cx + (i === 3 ? 3 : 0) });
    const { w2c, ...rest } = lab;
    frames.push({ ...rest, w: width, h: height, w2c: [...w2c] });
  }
  await writeFile(at(name, 'opencv_cameras.json'), JSON.stringify({ frames }));
}

it.each([
  ['square pictures on white', false, false],
  ['oblong frames with masks', true, true],
])(
  'the page has the figures of evaluate: %s',
  async (_, oblong, masked) => {
    const name = oblong ? 'frames' : 'squares';
    await putSample(name, oblong, masked);
    const source = await posedPictures(await openSample(at(name)), {});
    const rasterizer = new CpuRasterizer();
    await rasterizer.load(cloud);
    const context = await stageContext(exampleManifest(), {
      codec: sharpCodec,
      rasterizer: async () => rasterizer,
      sessions: { engine: async () => ({ choice: { backend: 'cpu' }, name: 'ort', version: '0' }) },
    });
    const views = await readViews(source, {}, context);
    expect(views.placement?.shifts?.[3].x).toBeLessThan(-1);
    const page = await compare(source, views, cloud, { viewSize: 48 }, context);

    const origin = { views: source.pictures.map(({ fileName }) => fileName), cameras: 'c' };
    const files = await exportFiles(
      {
        ...{ origin: { ...origin, pairedBy: 'order' }, cloud, placement: views.placement },
        seen: seenParts(source, views, 48),
        settings: { ply: 'standard' },
      },
      context,
    );
    const out = `${name} splat`;
    await mkdir(at(out));
    for (const event of files)
      if (event.type === 'artifact' && event.name === 'placement.json')
        await writeFile(at(out, event.name), await event.file.text());
    await writeFile(at(out, 'gaussians.ply'), new Uint8Array(writePly(cloud, 'facelift')));
    const typed = [
      at(out),
      '--sample',
      at(name),
      '--out',
      at(`${name} report`),
      '--backend',
      'cpu',
    ];
    const quiet = () => undefined;
    await evaluate.run(readArguments(evaluate, typed), { root, say: quiet, warn: quiet });
    const report = JSON.parse(
      await readFile(at(`${name} report`, 'metrics.json'), 'utf8'),
    ) as Report;
    const [{ views: wanted, mean, losses }] = report.results;

    expect(page.views).toHaveLength(6);
    for (const figure of ['psnr', 'psnrMask', 'ssim', 'iou', 'iouLab'] as const) {
      expect(page.mean[figure], figure).toBeCloseTo(mean[figure], 4);
      page.views.forEach(({ figures }, i) =>
        expect(figures[figure], `${figure} of view ${i}`).toBeCloseTo(wanted[i][figure], 4),
      );
    }
    const left = page.losses;
    expect(left.verdict).toEqual(losses.verdict);
    expect(left.stages.map(({ stage }) => stage)).toEqual(['views', 'cloud', 'cameras']);
    expect(losses.stages.map(({ stage }) => stage)).toEqual(['views', 'cloud', 'cameras']);
    for (const [i, wanted] of losses.stages.entries()) {
      expect(left.stages[i].psnrMask, wanted.stage).toBeCloseTo(wanted.psnrMask, 1);
      // The page has the soft masks of the views, `evaluate` those of the true pictures.
      expect(left.stages[i].iou, wanted.stage).toBeCloseTo(wanted.iou, 2);
      expect(left.stages[i].share, wanted.stage).toBeCloseTo(wanted.share, 2);
    }
    expect(left.stages[2].psnrMask).toBeCloseTo(mean.psnrMask, 4);
    expect(left.stages[2].iou).toBeCloseTo(mean.iou, 4);
    expect(losses).toMatchObject({
      viewSize: 48,
      movedPixels: expect.closeTo(left.movedPixels!, 1) as number,
    });
    expect(losses.fit.mean).toBeCloseTo(left.fit!.mean, 1);
    // Half of the pixels are gone, but nearly all of the mouse is there.
    expect(losses.stages[0].iou).toBeGreaterThan(0.9);
    expect(losses.stages[0].iou).toBeLessThan(1);
    const markdown = await readFile(at(`${name} report`, 'metrics.md'), 'utf8');
    expect(markdown).toContain('**Where it loses**');
    expect(markdown).toMatch(/\| View, 48² \| +\d/);

    // The splat covers a part of the mouse, so the figures say something.
    expect(page.mean.iou).toBeGreaterThan(0.1);
    expect(page.mean.iou).toBeLessThan(0.95);
  },
  600_000,
);
