import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '../../src/core/errors.ts';
import type { RgbaImage } from '../../src/core/image/image.ts';
import type { Runtime } from '../../src/pipeline/context.ts';
import type { VideoWriter } from '../../src/pipeline/video.ts';
import { removeAtExit } from '../output/leftovers.ts';

/** H.264 encoders, the preferred encoder first. With these options, the quality is that of the page's turntable video. */
const ENCODERS = [
  { name: 'libx264', quality: ['-crf', '18'] },
  { name: 'libopenh264', quality: ['-b:v', '4M'] },
  { name: 'h264_videotoolbox', quality: ['-b:v', '4M'] },
  { name: 'h264_mf', quality: ['-b:v', '4M'] },
];

type Encoder = (typeof ENCODERS)[number];

/** The preferred H.264 encoder of the ffmpeg on the PATH. Undefined without ffmpeg, or without an H.264 encoder. */
async function findEncoder(): Promise<Encoder | undefined> {
  const list = await promisify(execFile)('ffmpeg', ['-hide_banner', '-encoders']).catch(() => null);
  return list ? ENCODERS.find(({ name }) => new RegExp(` ${name} `).test(list.stdout)) : undefined;
}

/** Finds a function that opens a video for writing. Undefined if no ffmpeg with an H.264 encoder is on the PATH. */
export async function findVideo(): Promise<Runtime['openVideo']> {
  const encoder = await findEncoder();
  return encoder && ((first, fps) => openVideo(encoder, first, fps));
}

const command = ({ name, quality }: Encoder, { width, height }: RgbaImage, fps: number) => [
  ...['-hide_banner', '-loglevel', 'error', '-y'],
  ...['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${width}x${height}`, '-r', `${fps}`],
  ...['-i', 'pipe:0'],
  ...['-vf', 'scale=out_range=tv:out_color_matrix=bt709,format=yuv420p'],
  ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
  ...['-c:v', name, ...quality, '-g', `${Math.ceil(fps)}`, '-movflags', '+faststart'],
];

/** Starts ffmpeg, which writes the video. `add` sends a frame to ffmpeg at once, and waits while ffmpeg is busy. */
async function openVideo(encoder: Encoder, first: RgbaImage, fps: number): Promise<VideoWriter> {
  // At the end, `faststart` moves the index to the start of the mp4. So ffmpeg must write a file, not a pipe.
  const folder = await mkdtemp(path.join(tmpdir(), 'mouse-facelift-'));
  const remove = removeAtExit(folder);
  const file = path.join(folder, 'turntable.mp4');
  const ffmpeg = spawn('ffmpeg', [...command(encoder, first, fps), file], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let messages = '';
  ffmpeg.stderr.on(
    'data',
    (text: Buffer) => (messages = `${messages}${text.toString()}`.slice(-500)),
  );
  const ended = new Promise<void>((resolve, reject) => {
    const fail = (why: string) =>
      reject(new AppError('video-unavailable', { message: `ffmpeg ${why}`, stage: 'turntable' }));
    ffmpeg.on('error', ({ message }) => fail(message));
    ffmpeg.on('close', (code) =>
      code === 0 ? resolve() : fail(`ended with ${code}: ${messages}`),
    );
  });
  ended.catch(() => undefined);
  // If the pipe breaks, the error is reported by ffmpeg's exit code.
  ffmpeg.stdin.on('error', () => undefined);

  return {
    name: 'turntable.mp4',
    async add({ data }) {
      const ready = ffmpeg.stdin.write(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
      if (!ready) await Promise.race([once(ffmpeg.stdin, 'drain'), ended]);
    },
    async finish() {
      ffmpeg.stdin.end();
      await ended;
      const bytes = await readFile(file);
      await remove();
      return new Blob([Uint8Array.from(bytes)], { type: 'video/mp4' });
    },
    async cancel() {
      ffmpeg.kill();
      await ended.catch(() => undefined);
      await remove();
    },
  };
}
