import path from 'node:path';
import type { Camera } from '../../src/core/camera/camera.ts';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { frameToRgba } from '../../src/core/rasterize/frame.ts';
import type { Rasterizer, RenderOptions } from '../../src/core/rasterize/types.ts';
import { viewOf } from '../../src/core/rasterize/view.ts';
import { choice, required, sizeOption } from '../arguments.ts';
import { EXIT, UsageError, type Command } from '../command.ts';
import { showProgress } from '../output/progress.ts';
import { drawingChoices, drawingOptions } from '../drawing-options.ts';
import { requireOutput, Together } from '../output/write-together.ts';
import { requireSeen } from '../posed/seen.ts';
import { rawFrame } from '../raw-frame.ts';
import { readCameras } from '../cameras.ts';
import { sharpCodec } from '../runtime/codec.ts';
import { openRasterizer } from '../runtime/drawing.ts';
import { readSplat } from '../splat-file.ts';

/** Number of digits in the file names. With this number, the names sort in the order of the cameras. */
const digitsFor = (count: number) => Math.max(3, `${count - 1}`.length);

/** The files of one camera. */
interface RenderedFiles {
  image: RgbaImage;
  /** Bytes of the .f32 file. Only with --raw. */
  raw?: Uint8Array;
}

/** Draws the picture of one camera. Floats are read from the GPU only with `raw`. */
async function draw(
  rasterizer: Rasterizer,
  camera: Camera,
  { raw, ...options }: RenderOptions & { raw: boolean },
): Promise<RenderedFiles> {
  if (!raw) return { image: await rasterizer.renderBytes(camera, options) };
  const frame = await rasterizer.render(camera, options);
  return { image: frameToRgba(frame), raw: rawFrame(frame) };
}

/** Names of the files that this command writes. */
const OURS = /^\d{3,}\.(png|f32)$/;

/** @param stem name of the files without the extension */
async function write({ image, raw }: RenderedFiles, stem: string, to: Together): Promise<void> {
  await to.add(`${stem}.png`, await sharpCodec.encodePng(image));
  if (raw) await to.add(`${stem}.f32`, raw);
}

export const render: Command = {
  name: 'render',
  summary: 'Draw a splat with the cameras of a file.',
  forms: ['<gaussians.ply> --cameras <json> --out <dir> [options]'],
  options: {
    cameras: {
      type: 'string',
      value: '<json>',
      help: 'Camera file (opencv_cameras.json). One picture is drawn for each of its cameras.',
    },
    out: { type: 'string', value: '<dir>', help: 'Folder for the pictures 000.png, 001.png …' },
    background: {
      type: 'string',
      value: 'white|black|none',
      help: 'Background of the pictures. none: PNGs with straight alpha. Default: white.',
    },
    raw: {
      type: 'boolean',
      help: 'Also write 000.f32 …: H×W×5 float32, little-endian: R G B over the background (none: premultiplied), coverage, depth × coverage.',
    },
    ...drawingOptions,
  },

  async run(args, context) {
    const { positionals } = args;
    if (positionals.length !== 1)
      throw new UsageError(`render takes one PLY file, not ${positionals.length}.`);
    const out = required(args, 'out');
    const { axes, backend } = drawingChoices(args);
    const option = choice(args, 'background', ['white', 'black', 'none']);
    const background = option === 'none' ? 'transparent' : option;
    const options = { background, raw: args.values.raw === true } as const;
    const size = sizeOption(args, 'camera-size');
    const cameras = await readCameras(required(args, 'cameras'), size);
    for (const camera of cameras) viewOf(camera);
    await requireOutput(out);
    const cloud = await readSplat(positionals[0], axes, context.warn);
    requireSeen(cameras, cloud, path.basename(required(args, 'cameras')), context.warn);
    const { rasterizer, name, dispose } = await openRasterizer(backend, context.warn);
    const start = performance.now();
    let to: Together | undefined;
    try {
      await rasterizer.load(cloud);
      to = await Together.open(out);
      const digits = digitsFor(cameras.length);
      // While one picture is written, the next picture is drawn. At most two pictures are in memory.
      let next = draw(rasterizer, cameras[0], options);
      for (let i = 0; i < cameras.length; i++) {
        showProgress(i, cameras.length);
        const current = next;
        if (i + 1 < cameras.length) next = draw(rasterizer, cameras[i + 1], options);
        next.catch(() => undefined);
        await write(await current, `${i}`.padStart(digits, '0'), to);
      }
      await to.finish((name) => OURS.test(name));
    } catch (error) {
      await to?.cancel();
      throw error;
    } finally {
      showProgress(cameras.length, cameras.length);
      dispose();
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const pictures = cameras.length === 1 ? '1 picture' : `${cameras.length} pictures`;
    context.say(`${out}: ${pictures} of ${cloud.count} Gaussians, ${name}, ${seconds} s`);
    return EXIT.done;
  },
};
