import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { ppmPictures } from './ppm-stream.ts';
import type { FrameSource } from './source.ts';
import { VideoError } from './video-error.ts';

/** So many frames are named on one command line, whose length systems limit: to 32 KiB, or 128 KiB for one word. */
const BATCH = process.platform === 'win32' ? 900 : 3000;

/** Largest output of ffprobe, bytes: five bytes for each of 50 million frames. */
const MAX_OUTPUT = 2 ** 28;

/** Without a colon, and with a path from the root, no name looks like an option or a protocol. */
const inputOf = (file: string) => `file:${path.resolve(file)}`;

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

const missing = (program: string) =>
  new VideoError(
    `Videos are read with ${program}, which is not on the PATH. Install ffmpeg, or give a folder with the frames of each camera.`,
  );

/** The first line of what a program wrote on stderr, without the name of its component and the file. */
const firstLine = (stderr: string) =>
  stderr
    .trim()
    .split('\n')[0]
    .replace(/^\[[^\]]*\]\s*/, '')
    .slice(0, 200);

let passOption: Promise<string> | undefined;

/** The option that writes each frame once, whatever its time stamp is. ffmpeg 5.1 gave it another name. */
const passEachFrame = (): Promise<string> =>
  (passOption ??= promisify(execFile)('ffmpeg', ['-version']).then(
    ({ stdout }) => {
      const [, major, minor] = /^ffmpeg version n?(\d+)\.(\d+)/.exec(stdout) ?? [];
      const isOld = Number(major) < 5 || (Number(major) === 5 && Number(minor) < 1);
      return isOld ? '-vsync' : '-fps_mode';
    },
    (error: unknown) => {
      passOption = undefined;
      throw isMissing(error) ? missing('ffmpeg') : error;
    },
  ));

/**
 * The number of frames of a video: its packets without those that an edit list hides. Nothing is decoded.
 * @throws VideoError
 */
async function countFrames(file: string): Promise<number> {
  const entries = ['-select_streams', 'V:0', '-show_entries', 'packet=flags', '-of', 'csv=p=0'];
  const run = promisify(execFile)('ffprobe', ['-v', 'error', ...entries, inputOf(file)], {
    maxBuffer: MAX_OUTPUT,
  });
  const { stdout } = await run.catch((error: unknown) => {
    if (isMissing(error)) throw missing('ffprobe');
    const { stderr = '' } = error as { stderr?: string };
    throw new VideoError(`${file} cannot be read as a video: ${firstLine(stderr)}.`);
  });
  const frames = stdout.split('\n').filter((line) => line !== '' && !line.includes('D')).length;
  if (frames > 0) return frames;
  throw new VideoError(`${file} contains no frames of a video.`);
}

/**
 * An expression of ffmpeg that is 1 for the numbered frames. It is a tree, because ffmpeg allows only 100 terms in a row.
 * @param numbers ascending
 */
function isOneOf(numbers: readonly number[]): string {
  if (numbers.length === 1) return `eq(n,${numbers[0]})`;
  const middle = Math.floor(numbers.length / 2);
  const [before, after] = [numbers.slice(0, middle), numbers.slice(middle)];
  return `if(lt(n,${after[0]}),${isOneOf(before)},${isOneOf(after)})`;
}

/** Frames by their numbers, of one run of ffmpeg. It decodes from the start, so that it can count. */
async function* batchOf(
  file: string,
  numbers: readonly number[],
  signal: AbortSignal,
): AsyncGenerator<RgbaImage> {
  const ffmpeg = spawn(
    'ffmpeg',
    [
      ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-xerror', '-threads', '2'],
      ...['-i', inputOf(file), '-map', '0:V:0', '-vf', `select='${isOneOf(numbers)}'`],
      ...[await passEachFrame(), 'passthrough'],
      ...['-frames:v', `${numbers.length}`, '-pix_fmt', 'rgb24'],
      ...['-c:v', 'ppm', '-f', 'image2pipe', 'pipe:1'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], signal },
  );
  let messages = '';
  ffmpeg.stderr.on('data', (text: Buffer) => {
    if (messages.length < 2000) messages += text.toString();
  });
  let failed: Error | undefined;
  ffmpeg.on('error', (error) => (failed = error));
  const ended = once(ffmpeg, 'close').catch(() => [null]);
  let count = 0;
  try {
    for await (const picture of ppmPictures(ffmpeg.stdout)) {
      yield picture;
      count += 1;
      if (count === numbers.length) return;
    }
  } finally {
    ffmpeg.kill();
  }
  const [code] = (await ended) as [number | null];
  if (failed) throw isMissing(failed) ? missing('ffmpeg') : failed;
  const lost = numbers[count];
  throw new VideoError(
    code === 0 && messages === ''
      ? `${file} ends before frame ${lost}, although it states more frames. Copy it again, or leave the rest out with --end ${lost}.`
      : `${file} is damaged at frame ${lost} or shortly before: ${firstLine(messages)}. Copy or convert it again, or leave the rest out with --end.`,
  );
}

/**
 * A video file, read with the ffmpeg on the PATH.
 * @param batch number of frames of one run of ffmpeg
 * @throws VideoError
 */
export async function openVideo(file: string, batch = BATCH): Promise<FrameSource> {
  const [frames, { size, mtimeMs }] = await Promise.all([countFrames(file), stat(file)]);
  return {
    ...{ name: file, frames, stamp: { size, mtimeMs } },
    async *read(numbers, signal) {
      for (let from = 0; from < numbers.length; from += batch)
        yield* batchOf(file, numbers.slice(from, from + batch), signal);
    },
  };
}
