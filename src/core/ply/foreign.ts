import { Gunzip } from 'fflate';
import { fileMark, isLfsPointer, isWebPage, isXml } from '../file-marks.ts';
import { isKsplat, isSplat } from './foreign-bytes.ts';
import { quoted } from '../quoted.ts';
import { PlyFault, type PlyErrorCode } from './refuse.ts';

/** A file that is no PLY. */
interface Other {
  bytes: Uint8Array;
  /** Its first and its last bytes, as Latin-1 text. */
  start: string;
  end: string;
  /** Its name in small letters. */
  name: string;
}

/** A format that is recognised, but not read. `detail` says what was found. It follows the sentence of the code. */
type Foreign = readonly [
  is: (file: Other) => boolean,
  code: PlyErrorCode,
  detail: string,
  /** Name of the format, for codes whose sentence has it. */
  format?: string,
];

/** Bytes that are searched at both ends. */
const LOOK = 4096;

const latin1 = (bytes: Uint8Array) => Array.from(bytes, (b) => String.fromCharCode(b)).join('');

const begins =
  (...marks: string[]) =>
  ({ start }: Other) =>
    marks.some((mark) => start.startsWith(mark));
const isCalled =
  (...endings: string[]) =>
  ({ name }: Other) =>
    endings.some((ending) => name.endsWith(ending));
/** Characters of a text that are looked at. Numbers of a .splat can begin like a text, but not go on like one. */
const TEXT = 512;
/** A text without control characters that begins so. */
const isText =
  (pattern: RegExp) =>
  ({ start }: Other) =>
    pattern.test(start) && !/[^\P{Cc}\t\n\f\r\u0080-\u009f]/u.test(start.slice(0, TEXT));

const isZip = begins('PK\u0003\u0004');
/** A zip archive that contains a file whose name ends like this. Its directory is at its end. */
const isZipWith = (ending: string) => (file: Other) =>
  isZip(file) && (file.start.includes(ending) || file.end.includes(ending));

const isGzip = begins('\u001f\u008b');
/** A file of gzip whose content begins like this. */
const isGzipOf = (mark: string) => (file: Other) =>
  isGzip(file) && unpackedStart(file.bytes).startsWith(mark);

/** The first bytes of what a file of gzip contains. Empty if the file is damaged. */
function unpackedStart(bytes: Uint8Array): string {
  let start = '';
  try {
    const gunzip = new Gunzip((chunk) => {
      if (start === '') start = latin1(chunk.subarray(0, 16));
    });
    gunzip.push(bytes.subarray(0, LOOK), false);
  } catch {
    return start;
  }
  return start;
}

/** The mark of SPZ: at the start of version 4, and inside gzip in older versions. */
const SPZ = 'NGSP';

/** The first that fits counts. Marks in the bytes come before names. */
const FOREIGN: readonly Foreign[] = [
  [({ bytes }) => bytes.length === 0, 'ply-zero-bytes', 'the file has 0 bytes'],
  [
    ({ start }) => isLfsPointer(start),
    'ply-pointer',
    'Git LFS has left a note of a few lines in place of the file',
  ],
  [
    ({ start }) => isWebPage(start) || isXml(start),
    'ply-web-page',
    'the server has sent a page, for example one that asks to log in',
  ],
  [isGzipOf(SPZ), 'ply-other-splat', 'Niantic’s format', '.spz'],
  [begins(SPZ), 'ply-other-splat', 'Niantic’s format, packed with zstd', '.spz (version 4)'],
  [isGzip, 'ply-packed', 'gunzip, 7-Zip and most file managers unpack it', 'gzip'],
  [
    (file) => isZipWith('means_l.webp')(file) || (isZip(file) && file.name.endsWith('.sog')),
    'ply-other-splat',
    'a bundle of SOG',
    'SOG',
  ],
  [
    (file) => isZip(file) && (isCalled('.usdz')(file) || isZipWith('.usdc')(file)),
    'ply-unknown',
    'it is a scene of USD (.usdz)',
  ],
  [
    (file) =>
      isZipWith('data.pkl')(file) ||
      isZipWith('.npy')(file) ||
      begins('\u0080\u0002', '\u0093NUMPY')(file) ||
      /^.{8}\{"[^]*"dtype"/s.test(file.start),
    'ply-unknown',
    'it contains arrays of PyTorch or NumPy, for example the weights of a training',
  ],
  [isZip, 'ply-packed', 'a zip archive', 'zip'],
  [
    isText(/^\s*\{[^]*"means"\s*:[^]*"(sh0|quats|scales)"\s*:/),
    'ply-other-splat',
    'meta.json of a SOG folder. Its pictures lie beside it',
    'SOG (meta.json)',
  ],
  [
    (file) => isCalled('.lcc')(file) && isText(/^\s*\{/)(file),
    'ply-other-splat',
    'LCC of XGRIDS',
    '.lcc',
  ],
  [begins('glTF'), 'ply-other-splat', 'a scene of glTF in one file', '.glb'],
  [isText(/^\s*\{[^]*"asset"\s*:\s*\{/), 'ply-unknown', 'it is a scene of glTF (.gltf)'],
  [isText(/^\s*[[{]/), 'ply-unknown', 'it is JSON. Cameras belong behind --cameras'],
  [
    begins('\u00ff\u00fep\u0000', '\u00fe\u00ff\u0000p'),
    'ply-unknown',
    'it is text in UTF-16. Save it as UTF-8',
  ],
  [
    (file) =>
      begins('\u0089PNG', '\u00ff\u00d8\u00ff', 'GIF8', 'RIFF', 'II*\u0000', 'MM\u0000*')(file) ||
      file.start.slice(4, 8) === 'ftyp',
    'ply-unknown',
    'it is a picture or a video',
  ],
  [
    begins('LASF', 'ASTM-E57', '# .PCD', 'VERSION .7', '# 3D point list'),
    'ply-points',
    'it is a point cloud (.las, .e57, .pcd or COLMAP’s points3D)',
  ],
  [isText(/^(#[^\n]*\n|\s)*(v|vn|vt|mtllib|o|g) [^\n]+\n/), 'ply-mesh', 'it is OBJ'],
  [isText(/^solid /), 'ply-mesh', 'it is STL'],
  [
    (file) => isKsplat(file.bytes) || isCalled('.ksplat')(file),
    'ply-other-splat',
    'the format of GaussianSplats3D',
    '.ksplat',
  ],
  [
    (file) => isSplat(file.bytes) || isCalled('.splat')(file),
    'ply-other-splat',
    'rows of 32 bytes, as antimatter15’s viewer reads them',
    '.splat',
  ],
  [isCalled('.spz'), 'ply-other-splat', 'its name says so, but its bytes do not', '.spz'],
  [isCalled('.obj', '.stl'), 'ply-mesh', 'it is OBJ or STL, as its name says'],
];

/**
 * The fault of a file that is no PLY: it names the format if it is known.
 * @param file name of the file
 */
export function foreignFault(bytes: Uint8Array, file: string): PlyFault {
  const other: Other = {
    bytes,
    start: latin1(bytes.subarray(0, LOOK)),
    end: latin1(bytes.subarray(-LOOK)),
    name: file.toLowerCase(),
  };
  const mark = fileMark(bytes);
  if (mark?.group === 'archive' && !isGzip(other))
    return new PlyFault('ply-packed', `an archive of ${mark.name}`, { format: mark.name });
  const found = FOREIGN.find(([is]) => is(other));
  if (!found)
    return new PlyFault('ply-unknown', `it begins with ${quoted(other.start.slice(0, 12))}`);
  const [, code, detail, format] = found;
  return new PlyFault(code, detail, format === undefined ? {} : { format });
}
