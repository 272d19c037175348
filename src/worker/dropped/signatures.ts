import { fileMark } from '../../core/file-marks.ts';
import { isPickle } from '../../packs/checkpoint/file-kinds.ts';
import { firstZipEntry } from '../../packs/import/weight-start.ts';
import type { FileKind } from './kinds.ts';

/** What a zip file is, by the name of its first entry. */
const ZIP_ENTRIES: readonly (readonly [RegExp, FileKind])[] = [
  [/\.npy$/, 'arrays'],
  [/^(\[Content_Types\]\.xml|_rels\/|mimetype$)/, 'document'],
];

const latin1 = (bytes: Uint8Array, count = 512): string =>
  String.fromCharCode(...bytes.subarray(0, count));

/** Names of files of MATLAB and of pickles that contain cameras: those of DANNCE, Label3D and MAMMAL, and usual ones. */
const CAMERA_NAME = /(dannce|label3d|calib|cam|params)[^/]*\.(mat|pkl|pickle)$/i;

/** What stands before a key of one letter in a pickle: the opcode of a text, and its length. */
const BEFORE_KEY = ['\x8c\x01', 'X\x01\0\0\0'];

const hasKey = (text: string, key: string): boolean =>
  BEFORE_KEY.some((before) => text.includes(before + key));

/** Whether a pickle seems to contain cameras: arrays of NumPy, and the names of a camera's parts or such a file name. */
function isCameraPickle(start: Uint8Array, path: string): boolean {
  const text = latin1(start, 4096);
  return (
    /numpy\._?core/.test(text) &&
    (CAMERA_NAME.test(path) || ['K', 'R'].every((key) => hasKey(text, key)))
  );
}

/**
 * The kind of a binary file by marks at fixed places. Undefined if it has none that is known.
 * @param path decides only whether numbers are those of cameras
 */
export function kindBySignature(start: Uint8Array, path = ''): FileKind | undefined {
  const entry = firstZipEntry(start);
  if (entry !== null) return ZIP_ENTRIES.find(([name]) => name.test(entry))?.[1] ?? 'archive';
  const text = latin1(start);
  if (/^(\xef\xbb\xbf)?ply[\r\n]/.test(text)) return plyKind(start);
  if (text.startsWith('glTF') && new TextDecoder().decode(start).includes(GAUSSIANS_IN_GLTF))
    return 'splat';
  if (isPickle(start)) return isCameraPickle(start, path) ? 'cameras' : 'pickle';
  if (text.startsWith('MATLAB ') && CAMERA_NAME.test(path)) return 'cameras';
  return fileMark(start)?.group;
}

/** The extension of glTF that Gaussians have. It is named in the description, at the start of a .glb file. */
const GAUSSIANS_IN_GLTF = 'KHR_gaussian_splatting';

/** Columns that only splats have, as 3D Gaussian Splatting and SuperSplat's compressed files name them. */
const GAUSSIAN =
  /^[ \t]*property[ \t]+\w+[ \t]+(f_dc_0|opacity|scale_0|rot_0|packed_position)[ \t\r]*$/m;

/** A splat has Gaussians. Other PLY files are point clouds and meshes. */
function plyKind(start: Uint8Array): FileKind {
  const text = new TextDecoder('latin1').decode(start);
  return GAUSSIAN.test(text.split('end_header')[0]) ? 'splat' : 'mesh';
}
