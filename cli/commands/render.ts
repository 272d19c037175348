import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Camera } from '../../src/core/camera/camera.ts';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { frameToRgba } from '../../src/core/rasterize/frame.ts';
import type { Rasterizer, RenderOptions } from '../../src/core/rasterize/types.ts';
import { viewOf } from '../../src/core/rasterize/view.ts';
import { choice, required } from '../arguments.ts';
import { EXIT, UsageError, type Command } from '../command.ts';
import { mayBecomeFolder } from '../pictures.ts';
import { rawFrame } from '../raw-frame.ts';
import { readCameras } from '../reconstruct-views.ts';
import { sharpCodec } from '../runtime/codec.ts';
import { openDrawing } from '../runtime/drawing.ts';
import type { NodeBackend } from '../runtime/machine.ts';
import { readSplat, type AxesWish } from '../splat-file.ts';

/** Digits of a file's number: names sort as cameras do. */
const digitsFor = (count: number) => Math.max(3, `${count - 1}`.length);

interface Drawn {
  image: RgbaImage;
  /** The file of floats, where it is wanted. */
  raw?: Uint8Array;
}

/** One camera's picture; floats are brought back from a GPU only where they are wanted. */
async function draw(
  rasterizer: Rasterizer,
  camera: Camera,
  { raw, ...options }: RenderOptions & { raw: boolean },
): Promise<Drawn> {
  if (!raw) return { image: await rasterizer.renderBytes(camera, options) };
  const frame = await rasterizer.render(camera, options);
  return { image: frameToRgba(frame), raw: rawFrame(frame) };
}

async function write({ image, raw }: Drawn, place: string): Promise<void> {
  const png = await sharpCodec.encodePng(image);
  await writeFile(`${place}.png`, png.stream());
  if (raw) await writeFile(`${place}.f32`, raw);
}

/** How far it is, where somebody watches. */
function tell(done: number, count: number): void {
  if (process.stderr.isTTY)
    process.stderr.write(`\r\u001b[K${done < count ? `${done} of ${count}` : ''}`);
}

export const render: Command = {
  name: 'render',
  summary: 'Gaussians through given cameras → exact pictures',
  forms: ['<gaussians.ply> --cameras <json> --out <dir> [options]'],
  options: {
    cameras: { type: 'string', value: '<json>', help: 'opencv_cameras.json: a picture per frame' },
    out: { type: 'string', value: '<dir>', help: 'where 000.png, 001.png … go' },
    background: {
      type: 'string',
      value: 'white|black|none',
      help: 'none: straight alpha in the PNG (default: white)',
    },
    raw: {
      type: 'boolean',
      help: '000.f32 besides: H×W×5 float32, little-endian: R G B over the background (premultiplied with none), coverage, depth × coverage',
    },
    axes: {
      type: 'string',
      value: 'header|world|standard',
      help: 'of the PLY: standard as gaussians.ply is, turned for viewers; world as the cameras’, the file taken as it lies. Default: standard where the header says so (an editor may drop that), else world',
    },
    backend: { type: 'string', value: 'webgpu|cpu', help: 'what draws (default: webgpu)' },
  },

  async run(args, host) {
    const { positionals } = args;
    if (positionals.length !== 1)
      throw new UsageError(`render takes one PLY file, not ${positionals.length}.`);
    const out = required(args, 'out');
    const wish = choice<NodeBackend>(args, 'backend', ['webgpu', 'cpu']);
    const axes = choice<AxesWish>(args, 'axes', ['header', 'world', 'standard']);
    const ground = choice(args, 'background', ['white', 'black', 'none']);
    const background = ground === 'none' ? 'transparent' : ground;
    const options = { background, raw: args.values.raw === true } as const;
    const cameras = await readCameras(required(args, 'cameras'));
    for (const camera of cameras) viewOf(camera);
    await mayBecomeFolder(out);
    const cloud = await readSplat(positionals[0], axes);
    const { rasterizer, name, dispose } = await openDrawing(wish, host.warn);
    const start = performance.now();
    try {
      await rasterizer.load(cloud);
      await mkdir(out, { recursive: true });
      const digits = digitsFor(cameras.length);
      // While one picture is written the next is drawn; no third is held.
      let next = draw(rasterizer, cameras[0], options);
      for (let i = 0; i < cameras.length; i++) {
        tell(i, cameras.length);
        const drawn = next;
        if (i + 1 < cameras.length) next = draw(rasterizer, cameras[i + 1], options);
        next.catch(() => undefined);
        await write(await drawn, path.join(out, `${i}`.padStart(digits, '0')));
      }
    } finally {
      tell(cameras.length, cameras.length);
      dispose();
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const pictures = cameras.length === 1 ? '1 picture' : `${cameras.length} pictures`;
    host.say(`${out}: ${pictures} of ${cloud.count} Gaussians, ${name}, ${seconds} s`);
    return EXIT.done;
  },
};
