import { typeAt } from './size.ts';

/** Something that is no picture of a format that is read, but that is recognised by its first bytes. */
export interface Foreign {
  kind: 'picture' | 'video';
  /** The name of the format. */
  name: string;
}

const text = (bytes: Uint8Array, start: number, length: number) =>
  String.fromCharCode(...bytes.subarray(start, start + length));

/** The first bytes of formats, or the bytes from `at` on. */
const SIGNATURES: readonly { at?: number; bytes: string; is: Foreign }[] = [
  { bytes: '\xff\x0a', is: { kind: 'picture', name: 'JPEG XL' } },
  { bytes: '\0\0\0\x0cJXL ', is: { kind: 'picture', name: 'JPEG XL' } },
  { bytes: '\0\0\0\x0cjP  ', is: { kind: 'picture', name: 'JPEG 2000' } },
  { bytes: '\xff\x4f\xff\x51', is: { kind: 'picture', name: 'JPEG 2000' } },
  { bytes: '8BPS', is: { kind: 'picture', name: 'Photoshop' } },
  { bytes: 'gimp xcf', is: { kind: 'picture', name: 'GIMP' } },
  { bytes: 'v/1\x01', is: { kind: 'picture', name: 'OpenEXR' } },
  { bytes: '#?RADIANCE', is: { kind: 'picture', name: 'Radiance HDR' } },
  { bytes: 'SIMPLE  =', is: { kind: 'picture', name: 'FITS' } },
  { at: 128, bytes: 'DICM', is: { kind: 'picture', name: 'DICOM' } },
  { bytes: '\0\0\x01\0', is: { kind: 'picture', name: 'ICO' } },
  { bytes: '%PDF', is: { kind: 'picture', name: 'PDF' } },
  { bytes: 'FUJIFILMCCD-RAW', is: { kind: 'picture', name: 'RAW' } },
  { bytes: 'IIRO', is: { kind: 'picture', name: 'RAW' } },
  { bytes: 'IIU\0', is: { kind: 'picture', name: 'RAW' } },
  { bytes: '\x1aE\xdf\xa3', is: { kind: 'video', name: 'Matroska/WebM' } },
  { bytes: '\0\0\x01\xba', is: { kind: 'video', name: 'MPEG' } },
  { bytes: '\0\0\x01\xb3', is: { kind: 'video', name: 'MPEG' } },
  { bytes: '0&\xb2u\x8ef\xcf\x11', is: { kind: 'video', name: 'WMV' } },
  { bytes: 'FLV\x01', is: { kind: 'video', name: 'FLV' } },
];

/** Brands of the type box of a file in ISO's base media format (ISO/IEC 14496-12) that are no video. */
const RAW_BRANDS = /^crx /;

/** Recognises pictures of formats that are not read, and videos. Null for everything else. */
export function readForeign(bytes: Uint8Array): Foreign | null {
  const found = SIGNATURES.find(
    ({ at = 0, bytes: signature }) => text(bytes, at, signature.length) === signature,
  );
  if (found) return found.is;
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 4) === 'AVI ')
    return { kind: 'video', name: 'AVI' };
  if (typeAt(bytes, 4) === 'ftyp')
    return RAW_BRANDS.test(typeAt(bytes, 8))
      ? { kind: 'picture', name: 'RAW' }
      : { kind: 'video', name: 'MP4/QuickTime' };
  if (['moov', 'mdat', 'wide'].includes(typeAt(bytes, 4)))
    return { kind: 'video', name: 'MP4/QuickTime' };
  if (
    /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)?(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/.test(
      text(bytes, 0, 1024),
    )
  )
    return { kind: 'picture', name: 'SVG' };
  return null;
}
