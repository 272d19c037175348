import { fileMark } from '../../core/file-marks.ts';
import { isPickle } from '../../packs/checkpoint/file-kinds.ts';
import { firstZipEntry } from '../../packs/import/weight-start.ts';
import type { FileKind } from './kinds.ts';

/** What a zip file is, by the name of its first entry. */
const ZIP_ENTRIES: readonly (readonly [RegExp, FileKind])[] = [
  [/\.npy$/, 'arrays'],
  [/^(\[Content_Types\]\.xml|_rels\/|mimetype$)/, 'document'],
];

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 512));

/** The kind of a binary file by marks at fixed places. Undefined if it has none that is known. */
export function kindBySignature(start: Uint8Array): FileKind | undefined {
  const entry = firstZipEntry(start);
  if (entry !== null) return ZIP_ENTRIES.find(([name]) => name.test(entry))?.[1] ?? 'archive';
  const text = latin1(start);
  if (/^(\xef\xbb\xbf)?ply[\r\n]/.test(text)) return plyKind(start);
  if (isPickle(start)) return 'pickle';
  return fileMark(start)?.group;
}

/** Columns that only splats have, as 3D Gaussian Splatting and SuperSplat's compressed files name them. */
const GAUSSIAN =
  /^[ \t]*property[ \t]+\w+[ \t]+(f_dc_0|opacity|scale_0|rot_0|packed_position)[ \t\r]*$/m;

/** A splat has Gaussians. Other PLY files are point clouds and meshes. */
function plyKind(start: Uint8Array): FileKind {
  const text = new TextDecoder('latin1').decode(start);
  return GAUSSIAN.test(text.split('end_header')[0]) ? 'splat' : 'mesh';
}
