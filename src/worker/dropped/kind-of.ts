import { beginsLikeWeights, isNamedLikeWeights } from '../../packs/import/weight-start.ts';
import { readPhotoHeader } from '../../pipeline/photo/header.ts';
import type { FileKind } from './kinds.ts';
import { kindBySignature } from './signatures.ts';
import { textKind, textOf } from './text-kinds.ts';

const SPLAT_NAME = /\.(splat|ksplat|spz|sog|ply)(\.gz)?$/i;

/** Kinds of binary files whose content says nothing, by their names. */
const NAMES: readonly (readonly [RegExp, FileKind])[] = [
  [/\.onnx$/i, 'weights'],
  [/(^|\/)(cameras|images|points3D)\.bin$/, 'cameras'],
  [SPLAT_NAME, 'splat'],
  [/\.(stl|obj|fbx|3ds)$/i, 'mesh'],
  [/\.(mp4|m4v|mov|avi|mkv|webm|wmv|mpe?g|ts|mts|h26[45])$/i, 'video'],
  [/\.(pkl|pickle)$/i, 'pickle'],
];

/** Kinds that a weight file may have instead of weights. The import then says why it cannot read them. */
const IN_PLACE_OF_WEIGHTS: readonly FileKind[] = [
  'archive',
  'arrays',
  'pickle',
  'text',
  'json',
  'web-page',
  'pointer',
  'empty',
  'unknown',
];

/**
 * What a file is. Its first bytes decide. Its name decides only if the bytes fit several kinds.
 * @param start the first `START_BYTES` of the file, or more
 * @param size of the whole file, bytes
 */
export function kindOf(start: Uint8Array, path: string, size: number): FileKind {
  const kind = byContent(start, path, size);
  return isNamedLikeWeights(path) && IN_PLACE_OF_WEIGHTS.includes(kind) ? 'named-weights' : kind;
}

function byContent(start: Uint8Array, path: string, size: number): FileKind {
  if (size === 0) return 'empty';
  if (beginsLikeWeights(start)) return 'weights';
  if (readPhotoHeader(start)) return 'photo';
  const marked = kindBySignature(start, path);
  if (marked === 'archive' && SPLAT_NAME.test(path)) return 'splat';
  if (marked) return marked;
  const text = textOf(start);
  if (text !== null) return textKind(text, path);
  return NAMES.find(([name]) => name.test(path))?.[1] ?? 'unknown';
}

/** Number of bytes that are read of every file. */
export const START_BYTES = 4096;

/** Number of bytes that are read of texts and PLY files: their keys and columns may come late. */
export const LONG_START_BYTES = 65_536;

/** Whether `kindOf` may say more of a file if it gets more than its first `START_BYTES`. */
export const needsMore = (start: Uint8Array): boolean =>
  textOf(start) !== null || kindBySignature(start) === 'mesh';
