import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as made from '../test/made-videos.ts';
import { indexOf, stretchesOf } from './frame-index.ts';
import { openVideo } from './video.ts';

const COUNT = 1600;
const WANTED = [3, 4, 800, 802, 1500, 1501, 1599];

let root = '';
const at = (...parts: string[]) => path.join(root, ...parts);
const before = process.env.PATH;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'video-'));
  if (!made.hasFfmpeg || process.platform === 'win32') return;
  // Writes down how it is called.
  const real = execFileSync('sh', ['-c', 'command -v ffmpeg']).toString().trim();
  await mkdir(at('bin'));
  await writeFile(at('bin/ffmpeg'), `#!/bin/sh\necho "$@" >> ${at('calls')}\nexec ${real} "$@"\n`);
  await chmod(at('bin/ffmpeg'), 0o755);
}, 120_000);
afterAll(async () => {
  process.env.PATH = before;
  await rm(root, { recursive: true, force: true });
});

/** The numbers that the frames show, and how often decoding began elsewhere than at the start. */
async function read(file: string) {
  await writeFile(at('calls'), '');
  process.env.PATH = `${at('bin')}:${before}`;
  const { signal } = new AbortController();
  const shown: number[] = [];
  for await (const frame of (await openVideo(file)).read(WANTED, signal))
    shown.push(made.numbersIn(frame, (made.FRAME.width - made.FRAME.height) / 2).frame);
  process.env.PATH = before;
  const calls = (await readFile(at('calls'), 'utf8')).split('\n');
  return { shown, seeks: calls.filter((call) => call.includes(' -ss ')).length };
}

const H264 = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-crf', '18'];
/** A key frame at the start; later the picture is renewed column by column. */
const REFRESH = [...H264, '-x264-params', 'intra-refresh=1:keyint=250:scenecut=0'];

const reason = made.hasFfmpeg ? '' : ' (skipped: there is no ffmpeg and ffprobe on the PATH)';

describe.skipIf(!made.hasFfmpeg || process.platform === 'win32')(`long videos${reason}`, () => {
  const frames = Array.from({ length: COUNT }, (_, frame) => made.numbered(1, frame));

  it.each<[what: string, file: string, codec: string[], seeks: boolean]>([
    ['H.264 with B-frames and gaps in time', 'uneven.mp4', made.UNEVEN, true],
    [
      'H.264 with open groups',
      'open.mkv',
      [...H264, '-bf', '3', '-x264-params', 'open-gop=1:keyint=250'],
      true,
    ],
    ['a lossless codec', 'lossless.mkv', made.LOSSLESS, true],
    ['one key frame in all', 'single.mp4', [...H264, '-g', '9999', '-sc_threshold', '0'], false],
    ['pictures that are renewed in parts', 'refresh.mp4', REFRESH, false],
    ['no times', 'bare.h264', H264, false],
  ])(
    '%s: the frames have their numbers',
    async (_, name, codec, seeks) => {
      made.makeVideo(at(name), frames, codec);
      const found = await read(at(name));
      expect(found.shown).toEqual(WANTED);
      // One more is the test whether it can be done.
      expect(found.seeks > 1).toBe(seeks);
    },
    120_000,
  );
});

describe('indexOf', () => {
  it('counts frames in the order in which they are shown', () => {
    const lines = ['packet,0,K_', 'packet,80,__', 'packet,40,__', 'packet,120,K_', 'stream,1/1000'];
    expect(indexOf([...lines, ''])).toEqual({
      frames: 4,
      index: { times: [0, 40, 80, 120], keys: [0, 3], unitS: 0.001 },
    });
  });

  it.each([
    ['hidden packets', 'packet,0,KD', 1],
    ['missing times', 'packet,N/A,K_', 2],
    ['two frames at one time', 'packet,40,K_', 2],
  ])('has no index of %s', (_, line, frames) => {
    const lines = [line, 'packet,40,K_', 'stream,1/1000'];
    expect(indexOf(lines)).toEqual({ frames, index: null });
  });
});

describe('stretchesOf', () => {
  const times = Array.from({ length: 3000 }, (_, i) => i);
  const index = { times, keys: [0, 1000, 2000], unitS: 1 };

  it('begins anew only where many frames are skipped', () => {
    expect(stretchesOf([10, 400, 1005, 2400], index, 100)).toEqual([
      { numbers: [10, 400], from: null },
      { numbers: [1005], from: 1000 },
      { numbers: [2400], from: 2000 },
    ]);
    expect(stretchesOf([990, 1010, 2010], index, 100)).toEqual([
      { numbers: [990, 1010], from: null },
      { numbers: [2010], from: 2000 },
    ]);
  });

  it('looks at each key frame once, also if there are only key frames', () => {
    const count = 3000;
    const numbers = Array.from({ length: count }, (_, i) => i);
    let looks = 0;
    const keys = new Proxy(numbers, {
      get(list, key) {
        if (typeof key === 'string' && /^\d+$/.test(key)) looks += 1;
        return Reflect.get(list, key) as unknown;
      },
    });
    const found = stretchesOf(numbers, { times, keys, unitS: 1 }, 1000);
    expect(found.map(({ from }) => from)).toEqual([null, 1000, 2000]);
    expect(looks).toBeLessThan(4 * count);
  });

  it('begins at the start without an index, and takes not too many at once', () => {
    expect(stretchesOf([5, 2500], null, 100)).toEqual([{ numbers: [5, 2500], from: null }]);
    expect(stretchesOf([1001, 1002, 1003], index, 2)).toEqual([
      { numbers: [1001, 1002], from: 1000 },
      { numbers: [1003], from: 1000 },
    ]);
  });
});
