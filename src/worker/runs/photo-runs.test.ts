import { describe, expect, it } from 'vitest';
import type { DecodedPicture } from '../../pipeline/photo/decode.ts';
import { photoOnce } from '../../pipeline/photo/early-photo.ts';
import { bombs, jpegOf } from '../../test/photos/bombs.ts';
import { runsWithoutPack } from '../../test/web/runs-setup.ts';

const picture = (data: Uint8ClampedArray<ArrayBuffer>): DecodedPicture => ({
  image: { width: 2, height: 1, data },
  notices: [],
});
const opaque = picture(new Uint8ClampedArray(8).fill(255));
const transparent = picture(new Uint8ClampedArray(8));

function setup(decoded: () => Promise<DecodedPicture> = async () => opaque) {
  const { run, runtime } = runsWithoutPack(decoded);
  const runPhoto = (bytes: Uint8Array<ArrayBuffer>, signal?: AbortSignal) =>
    run({ photo: new Blob([bytes]), fileName: 'a.jpg' }, signal);
  return { run: runPhoto, runtime };
}

const text = (words: string) => new TextEncoder().encode(words);

describe('a file that is no photo', () => {
  it.each<[string, Uint8Array<ArrayBuffer>, string]>([
    ['an empty file', text(''), 'photo-empty'],
    ['a text', text('these are words, not pixels'), 'photo-undecodable'],
    ['a splat', text('ply\nformat ascii 1.0\nend_header\n'), 'photo-undecodable'],
    ['a picture of too many pixels', bombs(65_500)[1][1], 'photo-too-large'],
  ])('%s is refused before anything is fetched or decoded', async (_, bytes, code) => {
    const { error, asked } = await setup().run(bytes);
    expect(error).toMatchObject({ code, stage: 'photo' });
    expect(asked).toEqual([]);
  });

  it.each<[string, () => Promise<DecodedPicture>, string]>([
    ['a damaged picture', () => Promise.reject(new Error('no pixels')), 'photo-damaged'],
    ['a transparent picture', async () => transparent, 'photo-transparent'],
  ])('%s is decoded and refused before anything is fetched', async (_, decoded, code) => {
    const { error, asked } = await setup(decoded).run(await jpegOf(4, 4));
    expect(error).toMatchObject({ code, stage: 'photo' });
    expect(asked).toEqual(['decode']);
  });
});

describe('a photo', () => {
  it('is decoded, and then the pack is fetched', async () => {
    const { run } = setup();
    const { error, asked } = await run(await jpegOf(4, 4));
    expect(error).toMatchObject({ code: 'network' });
    expect(asked.slice(0, 1)).toEqual(['decode']);
    expect(asked).toContain('pack');
  });

  it('is decoded once, also if another file is refused meanwhile', async () => {
    const { run } = setup();
    const jpeg = await jpegOf(4, 4);
    await run(jpeg);
    await run(text('no photo'));
    expect((await run(jpeg)).asked).not.toContain('decode');
    expect((await run(await jpegOf(5, 4))).asked).toContain('decode');
  });

  it('can be cancelled while it is decoded', async () => {
    const controller = new AbortController();
    const reason = new DOMException('cancelled', 'AbortError');
    const { run } = setup(async () => {
      controller.abort(reason);
      return opaque;
    });
    const { error, asked } = await run(await jpegOf(4, 4), controller.signal);
    expect(error).toBe(reason);
    expect(asked).toEqual(['decode']);
  });

  it('is the same object as long as its source is', async () => {
    const { runtime } = setup();
    const { signal } = new AbortController();
    const source = { file: new Blob([await jpegOf(4, 4)]), fileName: 'a.jpg' };
    const early = await photoOnce(source, { runtime, signal });
    const other = { ...source };
    expect(await photoOnce(source, { runtime, signal })).toBe(early);
    expect(await photoOnce(other, { runtime, signal })).not.toBe(early);
  });
});
