import { describe, expect, it } from 'vitest';
import { sharpCodec } from '../../../cli/runtime/codec.ts';
import { decodePicture } from '../stages/photo.ts';

const decode = (start: string, zeros = 64) => {
  const bytes = Uint8Array.from([...Buffer.from(start, 'latin1'), ...Array<number>(zeros).fill(0)]);
  const signal = new AbortController().signal;
  return decodePicture({ file: new Blob([bytes]) }, { runtime: { codec: sharpCodec }, signal });
};

describe('formats that are recognised and refused', () => {
  it.each([
    ['JPEG XL', '\xff\x0a'],
    ['JPEG XL', '\0\0\0\x0cJXL \r\n\x87\n'],
    ['JPEG 2000', '\0\0\0\x0cjP  \r\n\x87\n'],
    ['JPEG 2000', '\xff\x4f\xff\x51'],
    ['Photoshop', '8BPS\0\x01'],
    ['GIMP', 'gimp xcf v011'],
    ['OpenEXR', 'v/1\x01'],
    ['Radiance HDR', '#?RADIANCE\n'],
    ['FITS', 'SIMPLE  =                    T'],
    ['DICOM', `${'\0'.repeat(128)}DICM`],
    ['ICO', '\0\0\x01\0\x01\0'],
    ['PDF', '%PDF-1.7'],
    ['SVG', '<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg">'],
    ['SVG', '  <svg width="3">'],
    ['RAW', 'FUJIFILMCCD-RAW 0201'],
    ['RAW', 'IIRO\x08\0\0\0'],
    ['RAW', 'IIU\0\x18\0\0\0'],
    ['RAW', '\0\0\0\x18ftypcrx \0\0\0\x01crx isom'],
  ])(
    '%s',
    async (name, start) =>
      await expect(decode(start)).rejects.toMatchObject({
        code: 'photo-foreign',
        values: { name },
      }),
  );

  it.each([
    ['MP4/QuickTime', '\0\0\0\x18ftypisom\0\0\0\x01isommp42'],
    ['MP4/QuickTime', '\0\0\0\x14ftypqt  \0\0\0\0qt  '],
    ['MP4/QuickTime', '\0\0\0\x08wide\0\0\0\0mdat'],
    ['AVI', 'RIFF\0\0\0\0AVI LIST'],
    ['Matroska/WebM', '\x1aE\xdf\xa3\x9fB'],
    ['MPEG', '\0\0\x01\xba\x44'],
    ['WMV', '0&\xb2u\x8ef\xcf\x11\xa6\xd9'],
    ['FLV', 'FLV\x01\x05'],
  ])(
    '%s',
    async (name, start) =>
      await expect(decode(start)).rejects.toMatchObject({ code: 'photo-video', values: { name } }),
  );

  it.each([
    ['text', 'This is not a photo.'],
    ['HTML', '<!DOCTYPE html><html><body><svg></svg>'],
    ['a sound', 'RIFF\0\0\0\0WAVEfmt '],
    ['zeros', ''],
  ])(
    '%s is no picture',
    async (_, start) =>
      await expect(decode(start)).rejects.toMatchObject({ code: 'photo-undecodable' }),
  );
});
