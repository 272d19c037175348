import { crc32 } from 'node:zlib';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { restoreHiddenColours } from './hidden-colours.ts';

const [width, height] = [4, 3];
const data = Uint8Array.from({ length: 48 }, (_, i) => (i % 4 === 3 ? (i % 8 === 3 ? 0 : 255) : i));

/** A chunk before the pixels of a PNG. */
function withChunk(png: Uint8Array, type: string, content: number[]): Uint8Array {
  const body = Buffer.from([...Buffer.from(type), ...content]);
  const framed = Buffer.alloc(8);
  framed.writeUInt32BE(content.length);
  framed.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([
    png.subarray(0, 33),
    framed.subarray(0, 4),
    body,
    framed.subarray(4),
    png.subarray(33),
  ]);
}

/** The picture as a canvas has it: without the colours of transparent pixels. */
async function restored(png: Uint8Array, channels = 4) {
  const image = { width, height, data: new Uint8ClampedArray(48) };
  for (let i = 0; i < 48; i += 4) {
    const alpha = channels === 4 ? data[i + 3] : 0;
    image.data.set(alpha > 0 ? data.subarray(i, i + 4) : [0, 0, 0, 0], i);
  }
  await restoreHiddenColours(image, new Blob([Uint8Array.from(png)]));
  return [...image.data];
}

const rgba = encode({ width, height, channels: 4, data });
const lost = [...data].map((value, i) => (i % 8 < 3 ? 0 : value));

describe('restoreHiddenColours', () => {
  it('gives transparent pixels the colours of the file', async () =>
    expect(await restored(rgba)).toEqual([...data]));

  it('of grey and alpha, too', async () => {
    const grey = encode({ width, height, channels: 2, data: new Uint8Array(24).fill(9) });
    expect((await restored(grey, 2)).filter((_, i) => i % 4 < 3)).toEqual(Array(36).fill(9));
  });

  it.each<[string, Uint8Array]>([
    ['a colour profile', withChunk(rgba, 'iCCP', [97, 0, 0])],
    ['a gamma', withChunk(rgba, 'gAMA', [0, 1, 0, 0])],
    ['a chunk that this decoder refuses', withChunk(rgba, 'pHYs', Array<number>(10).fill(0))],
    ['another size', encode({ width: 2, height: 6, channels: 4, data })],
    ['16 bits', encode({ width, height, channels: 4, depth: 16, data: Uint16Array.from(data) })],
    ['another format', Buffer.from('RIFF')],
  ])('a picture with %s stays as it is', async (_, png) =>
    expect(await restored(png)).toEqual(lost),
  );
});
