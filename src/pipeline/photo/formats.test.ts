import { encode } from 'fast-png';
import sharp from 'sharp';
import { describe, expect, it, test } from 'vitest';
import { sharpCodec } from '../../../cli/runtime/codec.ts';
import { formatsTable } from '../../test/docs/formats-table.ts';
import { bmpOf } from '../../test/photos/files.ts';
import { tiffOf } from '../../test/photos/tiff.ts';
import { decodePicture } from '../stages/photo.ts';

// Each row of the table of photos in docs/formats.md, with files of its kind: their bytes, and the error, if any.

const [width, height] = [64, 48];
const noise = Uint8Array.from({ length: 3 * width * height }, (_, i) => ((i * 7919) >> 3) % 251);
const picture = sharp(noise, { raw: { width, height, channels: 3 } });
const as = (format: 'jpeg' | 'png' | 'webp' | 'avif' | 'gif') =>
  picture.clone().toFormat(format).toBuffer();
const text = (start: string) => Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(200)]);
const page = { width: 2, height: 1, bits: 8 as const, samples: [1, 200] };
const deep = (top: number) =>
  encode({
    width: 9,
    height: 9,
    channels: 1,
    depth: 16,
    data: Uint16Array.from({ length: 81 }, (_, i) => (i / 80) * top),
  });
const ftyp = (brand: string) => text(`\0\0\0\x18ftyp${brand}\0\0\0\0${brand}`);
const jpeg = await as('jpeg');
const png = await as('png');

type Example = [name: string, bytes: Uint8Array, error?: string];

const examples: Readonly<Record<string, Example[]>> = {
  JPEG: [
    ['baseline', jpeg],
    ['progressive', await picture.clone().jpeg({ progressive: true }).toBuffer()],
    ['CMYK', await picture.clone().toColourspace('cmyk').jpeg().toBuffer()],
  ],
  'JPEG that ends too early': [['without its end', jpeg.subarray(0, -9)]],
  PNG: [
    ['RGB', png],
    ['palette', await picture.clone().png({ palette: true }).toBuffer()],
  ],
  'PNG of 16 bits': [
    ['full', deep(65535)],
    ['10 bits', deep(1023)],
  ],
  WebP: [['lossy', await as('webp')]],
  AVIF: [['8 bits', await as('avif')]],
  GIF: [['one picture', await as('gif')]],
  BMP: [['24 bits', bmpOf(24, [[0, 9, 99, 30, 20, 10]])]],
  TIFF: [
    ['8 bits', tiffOf([page])],
    ['16 bits, from the largest byte', tiffOf([{ ...page, bits: 16 }], false)],
    ['floats', tiffOf([{ ...page, bits: 32, format: 3 }])],
    [
      'deflate, tiles',
      await picture.clone().tiff({ compression: 'deflate', tile: true }).toBuffer(),
    ],
    ['LZW', await picture.clone().tiff({ compression: 'lzw' }).toBuffer()],
  ],
  'PBM, PGM, PPM': [
    ['PBM', text('P4 9 1 \xff')],
    ['PGM', text('P5 2 2 255 ')],
    ['PPM, text', text('P3 1 1 255 1 2 3 ')],
  ],
  HEIC: [['libvips as sharp has it', ftyp('heic'), 'photo-heic']],
  'camera raw: DNG, CRW, CR3, RAF, ORF, RW2': [
    ['DNG', tiffOf([{ ...page, tags: { 50706: [1] } }]), 'photo-foreign'],
    ['NEF', tiffOf([{ ...page, tags: { 254: [1], 330: [8] } }]), 'photo-foreign'],
    ['CR3', ftyp('crx '), 'photo-foreign'],
    ['RAF', text('FUJIFILMCCD-RAW 0201'), 'photo-foreign'],
    ['ORF', text('IIRO'), 'photo-foreign'],
    ['RW2', text('IIU\0'), 'photo-foreign'],
  ],
  'TIFF with another compression': [
    ['JPEG 2000', tiffOf([{ ...page, tags: { 259: [34712] } }]), 'photo-foreign'],
    ['CCITT', tiffOf([{ ...page, tags: { 259: [4] } }]), 'photo-foreign'],
  ],
  'JPEG XL, JPEG 2000': [
    ['JPEG XL', text('\xff\x0a'), 'photo-foreign'],
    ['JPEG 2000', text('\0\0\0\x0cjP  '), 'photo-foreign'],
  ],
  'Photoshop, GIMP, SVG, PDF, ICO': [
    ['Photoshop', text('8BPS'), 'photo-foreign'],
    ['GIMP', text('gimp xcf v011'), 'photo-foreign'],
    ['SVG', text('<svg xmlns="'), 'photo-foreign'],
    ['PDF', text('%PDF-1.4'), 'photo-foreign'],
    ['ICO', text('\0\0\x01\0'), 'photo-foreign'],
  ],
  'OpenEXR, Radiance HDR, FITS, DICOM': [
    ['OpenEXR', text('v/1\x01'), 'photo-foreign'],
    ['Radiance HDR', text('#?RADIANCE'), 'photo-foreign'],
    ['FITS', text('SIMPLE  ='), 'photo-foreign'],
    ['DICOM', text(`${'\0'.repeat(128)}DICM`), 'photo-foreign'],
  ],
  'videos: MP4, QuickTime, AVI, Matroska, WebM, MPEG, WMV, FLV': [
    ['MP4', ftyp('isom'), 'photo-video'],
    ['QuickTime', ftyp('qt  '), 'photo-video'],
    ['AVI', text('RIFF\0\0\0\0AVI '), 'photo-video'],
    ['Matroska, WebM', text('\x1aE\xdf\xa3'), 'photo-video'],
    ['MPEG', text('\0\0\x01\xba'), 'photo-video'],
    ['WMV', text('0&\xb2u\x8ef\xcf\x11'), 'photo-video'],
    ['FLV', text('FLV\x01'), 'photo-video'],
  ],
  'a file that ends too early': [
    ['half a PNG', png.subarray(0, png.length / 2), 'photo-cut-off'],
    ['a JPEG without pixels', jpeg.subarray(0, 200), 'photo-cut-off'],
  ],
  'a damaged file': [['a PNG', Buffer.from(png).fill(0x33, 60, 300), 'photo-damaged']],
  'more than 128 megapixels': [
    ['TIFF', tiffOf([{ ...page, width: 60_000, height: 60_000 }]), 'photo-too-large'],
    ['PGM', text('P5 60000 60000 255 '), 'photo-too-large'],
  ],
  'anything else': [
    ['text', text('Dear mouse'), 'photo-undecodable'],
    ['nothing', new Uint8Array(), 'photo-empty'],
  ],
};

it('docs/formats.md has a row for each kind, and says what is done', () => {
  const tried = Object.entries(examples).map(([kind, [[, , error]]]) => [
    kind,
    error ? 'refused' : 'read',
  ]);
  expect(formatsTable('Photos', '**Unused range.**')).toEqual(tried);
});

describe.each(Object.entries(examples))('%s', (_, list) => {
  test.each(list)('%s', async (_, bytes, error) => {
    const { signal } = new AbortController();
    const file = new Blob([Uint8Array.from(bytes)]);
    const context = { runtime: { codec: sharpCodec }, signal };
    const code = await decodePicture({ file }, context).then(
      () => undefined,
      (refusal: { code: string }) => refusal.code,
    );
    expect(code).toBe(error);
  });
});
