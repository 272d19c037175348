import { describe, expect, it } from 'vitest';
import { readPhotoHeader } from './header.ts';

const text = (value: string) => [...value].map((c) => c.charCodeAt(0));
const u16 = (value: number) => [value >> 8, value & 255];
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 0xffff)];
const little = (bytes: number[]) => [...bytes].reverse();
const read = (...parts: number[][]) => readPhotoHeader(new Uint8Array(parts.flat()));

const pngSignature = [0x89, ...text('PNG'), 13, 10, 26, 10];

describe('readPhotoHeader', () => {
  it('reads the size of a PNG from IHDR', () => {
    expect(read(pngSignature, u32(13), text('IHDR'), u32(20000), u32(20001))).toEqual({
      format: 'png',
      size: { width: 20000, height: 20001 },
    });
  });

  it('finds the frame header of a JPEG after other segments and fill bytes', () => {
    const exif = [0xff, 0xe1, ...u16(8), ...text('Exif'), 0, 0];
    const huffman = [0xff, 0xc4, ...u16(4), 1, 2];
    const frame = [0xff, 0xff, 0xc2, ...u16(11), 8, ...u16(480), ...u16(640), 1];
    expect(read([0xff, 0xd8], exif, huffman, frame)).toEqual({
      format: 'jpeg',
      size: { width: 640, height: 480 },
    });
  });

  it('has no size for a JPEG that ends before its frame header', () => {
    expect(read([0xff, 0xd8, 0xff, 0xe1], u16(60000))).toEqual({ format: 'jpeg', size: null });
  });

  it('reads GIF and BMP', () => {
    expect(read(text('GIF89a'), little(u16(30)), little(u16(20)), [0, 0, 0])).toEqual({
      format: 'gif',
      size: { width: 30, height: 20 },
    });
    const bottomUp = little(u32(7));
    const topDown = little(u32(-5 >>> 0));
    expect(read(text('BM'), Array<number>(16).fill(0), bottomUp, topDown)).toEqual({
      format: 'bmp',
      size: { width: 7, height: 5 },
    });
  });

  it('reads the 16-bit sides of the oldest BMPs', () => {
    const sides = [...little(u16(300)), ...little(u16(200)), 0, 0, 0, 0];
    expect(read(text('BM'), Array<number>(12).fill(0), little(u32(12)), sides)?.size).toEqual({
      width: 300,
      height: 200,
    });
  });

  it('takes the frame of a GIF that extends beyond its screen', () => {
    const frame = [0x2c, ...little(u16(5)), ...little(u16(6)), ...little(u16(900))];
    expect(
      read(text('GIF87a'), [10, 0, 10, 0, 0, 0, 0], frame, [...little(u16(700)), 0], [2, 0])?.size,
    ).toEqual({ width: 905, height: 706 });
  });

  it('reads the size of an AVIF sequence from its track', () => {
    const track = [
      ...text('tkhd'),
      0,
      ...Array<number>(75).fill(0),
      0x27,
      0x10,
      0,
      0,
      0,
      100,
      0,
      0,
    ];
    expect(read(u32(16), text('ftyp'), text('avis'), u32(0), u32(0), track)?.size).toEqual({
      width: 10_000,
      height: 100,
    });
  });

  it('is not stopped by a type box that claims the whole file', () => {
    const brands = Array<number>(300_000).fill(0x20);
    expect(read(u32(300_016), text('ftyp'), text('heic'), u32(0), brands)).toEqual({
      format: 'heic',
      size: null,
    });
  });

  it('has no size for a side of 0', () => {
    expect(read(pngSignature, u32(13), text('IHDR'), u32(0), u32(7))?.size).toBeNull();
  });

  it('reads the three kinds of WebP', () => {
    const riff = [...text('RIFF'), ...u32(0), ...text('WEBP')];
    const length = little(u32(10));
    const u24 = (value: number) => little(u32(value)).slice(0, 3);
    expect(read(riff, text('VP8X'), length, u32(0), u24(4095), u24(2159))?.size).toEqual({
      width: 4096,
      height: 2160,
    });
    expect(
      read(riff, text('VP8 '), length, [0, 0, 0, 0x9d, 1, 0x2a], little(u16(320)), little(u16(200)))
        ?.size,
    ).toEqual({ width: 320, height: 200 });
    const bits = 299 | (99 << 14);
    expect(
      read(riff, text('VP8L'), length, [0x2f], little(u32(bits)), [0, 0, 0, 0, 0])?.size,
    ).toEqual({ width: 300, height: 100 });
  });

  it('distinguishes HEIC and AVIF by brand, and reads the largest extent', () => {
    const ftyp = (brand: string) => [...u32(16), ...text('ftyp'), ...text(brand), ...u32(0)];
    const ispe = (w: number, h: number) => [
      ...u32(20),
      ...text('ispe'),
      ...u32(0),
      ...u32(w),
      ...u32(h),
    ];
    expect(read(ftyp('heic'), ispe(512, 512), ispe(4032, 3024))).toEqual({
      format: 'heic',
      size: { width: 4032, height: 3024 },
    });
    expect(read(ftyp('avif'))).toEqual({ format: 'avif', size: null });
  });

  it.each([[''], ['<svg xmlns="http://www.w3.org/2000/svg"/>'], ['a,b,c\n1,2,3\n'], ['BM']])(
    'knows no picture in %j',
    (content) => expect(read(text(content))).toBeNull(),
  );
});
