import { describe, expect, it } from 'vitest';
import { bombs } from '../../test/photos/bombs.ts';
import { LONG_START_BYTES } from './kind-of.ts';
import { sortFiles } from './sort.ts';

const png = bombs(64)[0][1];
const live = () => new AbortController().signal;
const sorted = async (files: Record<string, Blob | null>, signal = live()) => {
  const listed = Object.entries(files).map(([path, blob]) => ({ path, blob }));
  return (await sortFiles(listed, { signal })).map(({ path, kind }) => [path, kind]);
};

/** A file of this size that notes what is read of it. */
class Watched extends Blob {
  readonly ends: number[] = [];
  override slice(start?: number, end?: number): Blob {
    this.ends.push(end ?? Infinity);
    return super.slice(start, end);
  }
}

/** A file whose bytes never come, or that fails. */
class Broken extends Blob {
  readonly #answer: () => Promise<ArrayBuffer>;
  constructor(answer: () => Promise<ArrayBuffer>) {
    super(['some bytes']);
    this.#answer = answer;
  }
  override slice(): Blob {
    return this;
  }
  override arrayBuffer = () => this.#answer();
}

describe('sorting files', () => {
  it('gives them in natural order, each with its kind', async () => {
    expect(
      await sorted({
        'cams/cam10.png': new Blob([png]),
        'cams/cam2.png': new Blob([png]),
        'cams/a.csv': new Blob(['a,b']),
        'cams/cam1.png': new Blob([png]),
      }),
    ).toEqual([
      ['cams/a.csv', 'text'],
      ['cams/cam1.png', 'photo'],
      ['cams/cam2.png', 'photo'],
      ['cams/cam10.png', 'photo'],
    ]);
  });

  it('keeps the bytes of every file, and counts the files', async () => {
    const blobs = Array.from({ length: 40 }, (_, i) => new Blob([`text ${i}`]));
    const counts: number[] = [];
    const files = await sortFiles(
      blobs.map((blob, i) => ({ path: `${i}.txt`, blob })),
      { signal: live(), onRead: (count) => counts.push(count) },
    );
    expect(await Promise.all(files.map(({ blob }) => blob.text()))).toEqual(
      blobs.map((_, i) => `text ${i}`),
    );
    expect(counts).toEqual(blobs.map((_, i) => i + 1));
  });

  it('says which files cannot be read', async () => {
    const fails = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
    expect(await sorted({ a: null, 'b.png': new Broken(fails), 'c.png': new Blob([png]) })).toEqual(
      [
        ['a', 'unreadable'],
        ['b.png', 'unreadable'],
        ['c.png', 'photo'],
      ],
    );
  });

  it('reads only the beginning of a file', async () => {
    const large = new Watched([png, new Uint8Array(1e6)]);
    const text = new Watched(['{"frames": []', ' '.repeat(1e6), '}']);
    expect(await sorted({ large, text })).toEqual([
      ['large', 'photo'],
      ['text', 'cameras'],
    ]);
    expect(Math.max(...large.ends)).toBeLessThanOrEqual(4096);
    expect(Math.max(...text.ends)).toBe(LONG_START_BYTES);
  });

  it('finds the columns of a splat behind a long comment', async () => {
    const header = `ply\nformat ascii 1.0\ncomment ${'x'.repeat(9000)}\nproperty float opacity\nend_header\n`;
    expect(await sorted({ 'long.ply': new Blob([header]) })).toEqual([['long.ply', 'splat']]);
  });

  it('can be stopped while a read hangs', async () => {
    const controller = new AbortController();
    const waiting = sorted({ a: new Broken(() => new Promise(() => {})) }, controller.signal);
    controller.abort(new DOMException('stopped', 'AbortError'));
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
