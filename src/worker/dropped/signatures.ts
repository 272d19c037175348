import { firstZipEntry } from '../../packs/import/weight-start.ts';
import type { FileKind } from './kinds.ts';

/** Byte offset, and the bytes there as text in Latin-1. */
type Mark = readonly [offset: number, text: string];

/** A file is of a kind if it has all marks of one row. */
const SIGNATURES: readonly (readonly [FileKind, ...Mark[]])[] = [
  // Pictures.
  ['picture', [0, 'II*\0']],
  ['picture', [0, 'MM\0*']],
  ['picture', [0, 'II+\0']],
  ['picture', [0, 'MM\0+']],
  ['picture', [0, '\0\0\0\x0cjP  ']],
  ['picture', [0, '\xff\x4f\xff\x51']],
  ['picture', [0, '\0\0\0\x0cJXL ']],
  ['picture', [0, '\xff\x0a']],
  ['picture', [0, '8BPS']],
  ['picture', [0, 'v/1\x01']],
  ['picture', [0, '#?RADIANCE']],
  ['picture', [0, 'FUJIFILMCCD-RAW']],
  ['picture', [0, 'IIRO']],
  ['picture', [0, 'IIU\0']],
  ['picture', [0, '\0\0'], [4, 'ftypcrx ']],
  ['picture', [0, '\0\0\x01\0']],
  ['picture', [0, 'qoif']],
  ['picture', [0, 'DDS |\0\0\0']],
  ['picture', [0, 'SIMPLE  =']],
  ['picture', [0, 'gimp xcf']],
  ['picture', [128, 'DICM']],
  // Videos.
  ['video', [0, '\0\0'], [4, 'ftyp']],
  ['video', [0, '\0'], [4, 'moov']],
  ['video', [0, '\0'], [4, 'mdat']],
  ['video', [0, '\0'], [4, 'wide']],
  ['video', [0, '\x1a\x45\xdf\xa3']],
  ['video', [0, 'RIFF'], [8, 'AVI ']],
  ['video', [0, 'FLV\x01']],
  ['video', [0, 'OggS']],
  ['video', [0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11']],
  ['video', [0, '\0\0\x01\xba']],
  ['video', [0, '\0\0\x01\xb3']],
  ['video', [0, '\0\0\0\x01\x67']],
  ['video', [0, '\xed\xfe\0\0']],
  // Splats and meshes. A PLY may be both: `plyKind`.
  ['splat', [0, 'NGSP']],
  ['mesh', [0, 'glTF']],
  ['mesh', [0, 'Kaydara FBX']],
  ['mesh', [0, 'BLENDER']],
  ['mesh', [0, 'LASF']],
  ['mesh', [0, '# .PCD']],
  // Numbers.
  ['arrays', [0, '\x93NUMPY']],
  ['arrays', [0, '\x89HDF']],
  ['arrays', [0, 'MATLAB']],
  // Documents.
  ['document', [0, '%PDF']],
  ['document', [0, '{\\rtf']],
  ['document', [0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1']],
  // Archives. A zip file may also be something else: `zipKind`.
  ['archive', [0, '\x1f\x8b']],
  ['archive', [0, "7z\xbc\xaf'\x1c"]],
  ['archive', [0, 'Rar!\x1a\x07']],
  ['archive', [0, '\xfd7zXZ\0']],
  ['archive', [0, 'BZh']],
  ['archive', [0, '\x28\xb5\x2f\xfd']],
  ['archive', [0, 'PK\x05\x06']],
  ['archive', [257, 'ustar']],
];

/** What a zip file is, by the name of its first entry. */
const ZIP_ENTRIES: readonly (readonly [RegExp, FileKind])[] = [
  [/\.npy$/, 'arrays'],
  [/^(\[Content_Types\]\.xml|_rels\/|mimetype$)/, 'document'],
];

/** First instructions of pickles of protocol 2 and 3, as Python writes them. Protocol 4 and 5 begin with a frame. */
const PICKLE_OPS = '](}){cXKMJGNUV\x88\x89\x8a';
const PICKLE_FRAME = 0x95;

/** The second byte of a pickle is its protocol. The third one is its first instruction. */
const isPickle = ([mark, protocol, op]: Uint8Array): boolean =>
  mark === 0x80 &&
  (protocol === 4 || protocol === 5
    ? op === PICKLE_FRAME
    : (protocol === 2 || protocol === 3) && PICKLE_OPS.includes(String.fromCharCode(op)));

/** PGM, PPM and their relatives: a magic number, comments, width and height. */
const NETPBM = /^P([1-6]\s+(#[^\n]*\n\s*)*\d+\s+\d+|7\s+WIDTH )/;

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 512));

/** The kind of a binary file by marks at fixed places. Undefined if it has none that is known. */
export function kindBySignature(start: Uint8Array): FileKind | undefined {
  const entry = firstZipEntry(start);
  if (entry !== null) return ZIP_ENTRIES.find(([name]) => name.test(entry))?.[1] ?? 'archive';
  const text = latin1(start);
  if (/^(\xef\xbb\xbf)?ply[\r\n]/.test(text)) return plyKind(start);
  if (isPickle(start)) return 'pickle';
  if (NETPBM.test(text)) return 'picture';
  return SIGNATURES.find(([, ...marks]) =>
    marks.every(([at, mark]) => text.startsWith(mark, at)),
  )?.[0];
}

/** Columns that only splats have, as 3D Gaussian Splatting and SuperSplat's compressed files name them. */
const GAUSSIAN =
  /^[ \t]*property[ \t]+\w+[ \t]+(f_dc_0|opacity|scale_0|rot_0|packed_position)[ \t\r]*$/m;

/** A splat has Gaussians. Other PLY files are point clouds and meshes. */
function plyKind(start: Uint8Array): FileKind {
  const text = new TextDecoder('latin1').decode(start);
  return GAUSSIAN.test(text.split('end_header')[0]) ? 'splat' : 'mesh';
}
