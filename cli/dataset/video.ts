import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { indexOf, stretchesOf, type FrameIndex, type Stretch } from './frame-index.ts';
import { ppmPictures } from './ppm-stream.ts';
import type { FrameSource } from './source.ts';
import { VideoError } from './video-error.ts';

/** So many frames are named on one command line, whose length systems limit: to 32 KiB, or 128 KiB for one word. */
const BATCH = process.platform === 'win32' ? 900 : 3000;

/** Largest output of ffprobe, bytes: 25 bytes for each of 10 million frames. */
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
 * The number of frames of a video, and when they are shown. Nothing is decoded.
 * @throws VideoError
 */
async function probe(file: string): Promise<ReturnType<typeof indexOf>> {
  const shown = ['-show_entries', 'packet=pts,flags:stream=time_base', '-of', 'csv'];
  const words = ['-v', 'error', '-select_streams', 'V:0', ...shown, inputOf(file)];
  const run = promisify(execFile)('ffprobe', words, {
    maxBuffer: MAX_OUTPUT,
  });
  const { stdout } = await run.catch((error: unknown) => {
    if (isMissing(error)) throw missing('ffprobe');
    const { stderr = '' } = error as { stderr?: string };
    throw new VideoError(`${file} cannot be read as a video: ${firstLine(stderr)}.`);
  });
  const found = indexOf(stdout.split('\n'));
  if (found.frames > 0) return found;
  throw new VideoError(`${file} contains no frames of a video.`);
}

/**
 * An expression of ffmpeg that is 1 if a variable has one of the values. It is a tree, because ffmpeg allows only 100 terms
 * in a row.
 * @param name `n`: the number of a frame. `pts`: its time
 * @param values ascending
 */
function isOneOf(name: 'n' | 'pts', values: readonly number[]): string {
  if (values.length === 1) return `eq(${name},${values[0]})`;
  const middle = Math.floor(values.length / 2);
  const [before, after] = [values.slice(0, middle), values.slice(middle)];
  return `if(lt(${name},${after[0]}),${isOneOf(name, before)},${isOneOf(name, after)})`;
}

/** A video that was probed. */
interface Probed {
  file: string;
  /** Null: decoding always begins at the start. */
  index: FrameIndex | null;
}

/** Which words of ffmpeg's command line choose the frames. Counting needs the start; times are exact anywhere. */
function choiceOf({ file, index }: Probed, { numbers, from }: Stretch): string[] {
  const input = ['-i', inputOf(file), '-map', '0:V:0', '-vf'];
  if (!index || from === null) return [...input, `select='${isOneOf('n', numbers)}'`];
  const { times, unitS } = index;
  const wanted = numbers.map((number) => times[number]);
  const start = ['-seek_timestamp', '1', '-ss', (times[from] * unitS).toFixed(6), '-copyts'];
  return [...start, '-noaccurate_seek', ...input, `select='${isOneOf('pts', wanted)}'`];
}

/** The frames of a stretch, of one run of ffmpeg. */
async function* batchOf(
  video: Probed,
  stretch: Stretch,
  signal: AbortSignal,
): AsyncGenerator<RgbaImage> {
  const { file } = video;
  const { numbers } = stretch;
  const ffmpeg = spawn(
    'ffmpeg',
    [
      ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-xerror', '-threads', '2'],
      ...choiceOf(video, stretch),
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

/** Whether two frames are equal. */
const isEqual = (a: RgbaImage, b: RgbaImage): boolean =>
  a.width === b.width && a.height === b.height && a.data.every((value, i) => value === b.data[i]);

/**
 * Whether decoding may begin at key frames: the second one and the frame after it must be the same as those that are decoded
 * from the start. Some codecs mark frames that are no true key frames. A video whose second key frame is a true one, and a
 * later one is not, is not recognised: to compare that one, too, everything before it would have to be decoded.
 */
async function canSeek(video: Probed, signal: AbortSignal): Promise<boolean> {
  const { keys = [], times = [] } = video.index ?? {};
  const key = keys.find((number) => number > 0);
  if (key === undefined) return false;
  const numbers = [key, key + 1].filter((number) => number < times.length);
  const framesFrom = async (from: number | null) => {
    const frames: RgbaImage[] = [];
    for await (const frame of batchOf(video, { numbers, from }, signal)) frames.push(frame);
    return frames;
  };
  try {
    const [counted, sought] = await Promise.all([framesFrom(null), framesFrom(key)]);
    return counted.every((frame, i) => isEqual(frame, sought[i]));
  } catch (error) {
    if (signal.aborted || !(error instanceof VideoError)) throw error;
    return false;
  }
}

/** A stretch that begins at a key frame. What cannot be read from there is decoded from the start, and so are faults. */
async function* soughtOf(video: Probed, stretch: Stretch, signal: AbortSignal) {
  let count = 0;
  try {
    for await (const frame of batchOf(video, stretch, signal)) {
      yield frame;
      count += 1;
    }
  } catch (error) {
    if (signal.aborted || !(error instanceof VideoError)) throw error;
    yield* batchOf(video, { numbers: stretch.numbers.slice(count), from: null }, signal);
  }
}

/**
 * A video file, read with the ffmpeg on the PATH. Long stretches that are not wanted are skipped, if `canSeek` has found that
 * the frames at the second key frame are the same then.
 * @param batch number of frames of one run of ffmpeg
 * @throws VideoError
 */
export async function openVideo(file: string, batch = BATCH): Promise<FrameSource> {
  const [{ frames, index }, { size, mtimeMs }] = await Promise.all([probe(file), stat(file)]);
  const video: Probed = { file, index };
  let checked: Promise<boolean> | undefined;
  return {
    ...{ name: file, frames, stamp: { size, mtimeMs } },
    async *read(numbers, signal) {
      const wanted = stretchesOf(numbers, index, batch);
      const skips = wanted.some(({ from }) => from !== null);
      const may = skips && (await (checked ??= canSeek(video, signal)));
      for (const stretch of may || !skips ? wanted : stretchesOf(numbers, null, batch))
        yield* stretch.from === null
          ? batchOf(video, stretch, signal)
          : soughtOf(video, stretch, signal);
    },
  };
}
