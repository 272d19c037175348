import { parse } from 'jsonc-parser';
import { isLfsPointer, isWebPage, isXml } from '../../core/file-marks.ts';
import type { FileKind } from './kinds.ts';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hasAny = (value: unknown, keys: readonly string[]): boolean =>
  isObject(value) && keys.some((key) => Object.hasOwn(value, key));

/** Keys of one camera, in the forms of docs/formats.md and of other programs. */
const CAMERA_KEYS = [
  ...['w2c', 'c2w', 'K', 'fx', 'fl_x', 'transform_matrix', 'camera_matrix', 'camera_angle_x'],
  ...['intrinsics', 'intrinsic', 'extrinsics', 'extrinsic'],
];

/** Keys of configs that diffusers and transformers write, and of the list of a checkpoint's shards. */
const CONFIG_KEYS = [
  ...['_class_name', '_diffusers_version', '_name_or_path', 'architectures', 'model_type'],
  ...['weight_map', 'transformers_version', 'num_train_timesteps'],
];

const isRunRecord = (json: unknown): boolean =>
  hasAny(json, ['pack']) && hasAny(json, ['settings']) && hasAny(json, ['stageMs', 'versions']);

const isPose = (json: unknown): boolean => isObject(json) && json.format === 'mouse-facelift-pose';

/** A list of frames, a list of cameras, one camera, or an object with one camera per name. */
const isCameras = (json: unknown): boolean => {
  if (Array.isArray(json)) return hasAny(json[0], CAMERA_KEYS);
  if (hasAny(json, ['frames', ...CAMERA_KEYS])) return true;
  return isObject(json) && hasAny(Object.values(json)[0], CAMERA_KEYS);
};

/** JSON of unknown content, by its name. */
const JSON_NAMES: readonly (readonly [RegExp, FileKind])[] = [
  [/(^|\/)run\.json$/i, 'run'],
  [/camera|transforms|calib|intrinsic|extrinsic/i, 'cameras'],
  [/(^|\/)(config|[\w.-]*_config|model_index|[\w.-]+\.index)\.json$/i, 'config'],
  [/\.gltf$/i, 'mesh'],
];

/** What a JSON file is, by the keys at its beginning. `text` may end anywhere. */
function jsonKind(text: string, path: string): FileKind {
  const json = parsed(text);
  if (isRunRecord(json)) return 'run';
  if (isPose(json)) return 'result';
  if (hasAny(json, CONFIG_KEYS)) return 'config';
  if (isCameras(json)) return 'cameras';
  return JSON_NAMES.find(([name]) => name.test(path))?.[1] ?? 'json';
}

/** The value as far as it can be read. Text behind a mistake is skipped. Undefined if lists are nested too deeply. */
function parsed(text: string): unknown {
  try {
    return parse(text, [], { allowTrailingComma: true });
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}

/** Words that only files of cameras have: of OpenCV, EasyMocap, JARVIS, Kalibr, Anipose and COLMAP. */
const CALIBRATION =
  /camera_?matrix|cameramodel|distortion|intrinsic(s|matrix)?\b|extrinsics?\b|^#.*camera list|^(R|T|K|rvecs|M1)(_\w+)?: !!opencv-matrix/im;

type TextRow = readonly [(text: string, path: string) => boolean, FileKind];

/** Texts that may have any name, because they were saved in place of another file. */
const PLACEHOLDERS: readonly TextRow[] = [
  [isLfsPointer, 'pointer'],
  [isWebPage, 'web-page'],
  [(text) => isXml(text) && /<(Error|html)[\s>]/i.test(text), 'web-page'],
];

/** Kinds of texts that are not JSON, by their beginning and their path. The first row that fits counts. */
const TEXTS: readonly TextRow[] = [
  [(text) => text.startsWith('<') && /<svg[\s>]/i.test(text.slice(0, 2000)), 'picture'],
  [
    (text, path) => /\.(ya?ml|toml|xml|txt|cfg|ini)$/i.test(path) && CALIBRATION.test(text),
    'cameras',
  ],
  [(_, path) => /(^|\/)(cameras|images|points3D)\.txt$/.test(path), 'cameras'],
  [
    (text, path) => /\.(obj|stl|off)$/i.test(path) && /^(#|v |o |mtllib|solid|C?OFF)/.test(text),
    'mesh',
  ],
  [(_, path) => /\.(pkl|pickle)$/i.test(path), 'pickle'],
];

/** A file of TOML begins with the name of a section in brackets, which is no JSON. */
const isJson = (text: string, path: string): boolean =>
  /\.(json|gltf)$/i.test(path) ||
  (/^[[{]/.test(text) && Object.keys(parsed(text) ?? {}).length > 0);

/** The kind of a file that is text. */
export function textKind(text: string, path: string): FileKind {
  const trimmed = text.replace(/^\ufeff/, '').trimStart();
  const kindIn = (rows: readonly TextRow[]) => rows.find(([is]) => is(trimmed, path))?.[1];
  const placeholder = kindIn(PLACEHOLDERS);
  if (placeholder) return placeholder;
  if (isJson(trimmed, path)) return jsonKind(trimmed, path);
  return kindIn(TEXTS) ?? 'text';
}

/** Control characters that texts have: tab, line feed, form feed, carriage return, escape. */
const IN_TEXTS: readonly number[] = [9, 10, 12, 13, 27];

/**
 * The beginning of a text file: UTF-8, UTF-16 with a byte order mark, or any encoding of bytes above 127.
 * @returns null if these are not the bytes of a text
 */
export function textOf(start: Uint8Array): string | null {
  const [a, b] = start;
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(start);
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(start);
  if (start.some((byte) => byte < 32 && !IN_TEXTS.includes(byte))) return null;
  const text = new TextDecoder().decode(start);
  // Texts in other encodings have such characters, too. But a long file of numbers also has control characters.
  const strange = [...text].filter((character) => character === '\ufffd').length;
  return start.length < 256 && strange > 0.3 * text.length ? null : text;
}
