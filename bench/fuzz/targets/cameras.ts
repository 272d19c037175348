import { colmapBinary } from '../../../src/core/camera/files/colmap/binary.ts';
import { readCameraFile, type CameraEntry } from '../../../src/core/camera/files/index.ts';
import { dannceEntries } from '../../../src/core/camera/files/mat/dannce.ts';
import { mammalEntries } from '../../../src/core/camera/files/mammal.ts';
import { AppError } from '../../../src/core/errors.ts';
import { colmapFiles, mammalFile, pickleOf } from '../../../src/test/cameras/write-binary.ts';
import { dannceFile, dannceStructs, matFile, row } from '../../../src/test/cameras/write-mat.ts';
import * as texts from '../../../src/test/cameras/write-texts.ts';
import { mutateBytes } from '../grammar/bytes.ts';
import { mutatePickle } from '../grammar/pickle.ts';
import type { Random } from '../random.ts';
import { concat, latin1, little, utf8, type Bytes, type Target } from '../target.ts';

const refused = (message: string) => new AppError('camera-invalid', { message });

/** A reader refuses with a text. Cameras with a number that is not finite are an offence. */
function judged(entries: CameraEntry[] | string): void {
  if (typeof entries === 'string') throw refused(entries);
  for (const { intrinsics, w2c, distortion = [], skew = 0 } of entries)
    if (![...Object.values(intrinsics), ...w2c, ...distortion, skew].every(Number.isFinite))
      throw new Error('a camera with a number that is not finite');
}

const room = (...names: string[]) => names.map((name) => `core/camera/files/${name}.ts`);

const small = dannceStructs().slice(0, 1);

const mat: Target = {
  name: 'cameras: MATLAB',
  share: 40_000,
  parsers: room('mat/index', 'mat/elements', 'mat/arrays', 'mat/inflate', 'mat/dannce'),
  maxBytes: 8192,
  seeds: async () => [
    dannceFile(),
    dannceFile({ compressed: true }),
    dannceFile({ bigEndian: true }),
    matFile(small[0]),
    matFile(
      { params: { structs: small }, camnames: { cells: [{ text: 'a' }] } },
      { compressed: true },
    ),
    matFile({ params: { cells: [{ structs: [] }, { cells: [] }, row([])] } }),
    matFile({ other: { text: 'no cameras' } }),
  ],
  mutate: (random, input, other) =>
    mutateBytes(random, input, other, [
      ...[14, 15, 9, 5, 1].map((type) => little(type, 4)),
      ...[utf8('params'), utf8('RDistort'), [0xff, 0xff, 0xff, 0x7f], little(0x10001, 4)],
    ]),
  run: (input) => judged(dannceEntries(input)),
};

const NUMPY = ['numpy._core.multiarray\n_reconstruct', 'numpy\nndarray', 'numpy\ndtype'];
const tokens = [...NUMPY, 'numpy.core.multiarray\nscalar', '_codecs\nencode'].map((name) =>
  latin1(`c${name}\n`),
);

const pickle: Target = {
  name: 'cameras: pickle',
  share: 40_000,
  parsers: [
    ...room('mammal'),
    ...['machine', 'bytes', 'numpy'].map((name) => `core/pickle/${name}.ts`),
  ],
  maxBytes: 4096,
  seeds: async () => [
    mammalFile(),
    mammalFile('core'),
    pickleOf(latin1('}')),
    pickleOf(latin1('}(K\x01}K\x00}u')),
    ...tokens.map((token) => pickleOf(latin1(']('), token, latin1(')Re'))),
  ],
  mutate: (random, input, other) =>
    random.oneIn(6)
      ? mutateBytes(random, input, other, tokens)
      : mutatePickle(random, input, other),
  run: (input) => judged(mammalEntries(input)),
};

/** Changes lines, words and bytes of a text. */
const textMutation =
  (words: readonly string[]) =>
  (random: Random, input: Bytes, other: Bytes): Bytes => {
    if (random.oneIn(2)) return mutateBytes(random, input, other, words.map(utf8));
    const lines = new TextDecoder('latin1').decode(input).split('\n');
    const at = random.below(lines.length);
    random.pick<() => unknown>([
      () => lines.splice(at, 1 + random.below(3)),
      () => lines.splice(at, 0, lines[random.below(lines.length)]),
      () =>
        (lines[at] = lines[at].replace(
          /-?[\d.]+/,
          random.pick(['0', '-1', '1e9', '.nan', '"x"', '[]']),
        )),
      () => (lines[at] = ' '.repeat(random.below(9)) + lines[at].trimStart()),
      () => (lines[at] = lines[at].replace(/\w+(?= ?[:=])/, random.pick(words))),
    ])();
    return latin1(lines.join('\n'));
  };

const tomlCamera = (lines: string): string =>
  `[a]\nsize = [600, 400]\nmatrix = [400, 0, 300, 0, 400, 200, 0, 0, 1]\nrotation = [0, 0.1, 0]\n` +
  `translation = [0, 0, 2]\n${lines}\n`;

const toml: Target = {
  name: 'cameras: TOML',
  share: 40_000,
  parsers: room('anipose', 'rodrigues', 'frame', 'coefficients', 'camera-matrix'),
  maxBytes: 4096,
  seeds: async () =>
    [
      texts.aniposeFile(),
      '[a]\nfisheye = true\nmatrix = [1, 2]\n',
      ...[
        'k1 = 0.1\np1 = 0.01\nmask_path = "m.png"',
        'k4 = 0.1',
        'distortions = {k1 = 0.1, p2 = 0.02}',
        'distortions = {k1 = 0.1}\nk1 = 0.2',
        'distortions = [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]',
        'distortions = [1, 0, 0]',
        'file_path = "a.png"\ncamera_model = "OPENCV"',
      ].map(tomlCamera),
      tomlCamera('').replace('[400, 0, 300, 0, 400, 200, 0, 0, 1]', '[400, 400, 300, 200]'),
      tomlCamera('').replace('300, 0, 400, 200, 0, 0, 1', '0, 0, 400, 0, 300, 200, 1'),
    ].map(utf8),
  mutate: textMutation([
    '[',
    ']]',
    '[[a]]',
    'nan',
    '"""',
    'a.b=',
    '{',
    '= 1979-05-27',
    'fisheye = true',
    '#',
  ]),
  run: async (input) => judged(await readCameraFile(input, 'c.toml')),
};

const kalibr = (i: number) =>
  `cam${i}:\n  camera_model: pinhole\n  distortion_coeffs: [0.1, 0, 0, 0]\n  distortion_model: radtan\n` +
  `  intrinsics: [400, 400, 300, 200]\n  resolution: [600, 400]\n` +
  (i > 0
    ? '  T_cn_cnm1:\n  - [1, 0, 0, 0.1]\n  - [0, 1, 0, 0]\n  - [0, 0, 1, 0]\n  - [0, 0, 0, 1]\n'
    : '');

const yaml: Target = {
  name: 'cameras: YAML',
  share: 40_000,
  parsers: [
    ...room('yaml/index', 'yaml/lines', 'yaml/flow', 'yaml/parse', 'yaml/matrix', 'yaml/fields'),
    ...room('yaml/forms', 'yaml/numbered', 'yaml/kalibr'),
  ],
  maxBytes: 8192,
  seeds: async () =>
    [
      ...[texts.opencvFile(0), texts.opencvList(), texts.multiviewFile(), texts.jarvisFile(1)],
      ...[texts.pythonFile(), texts.easymocapFiles().join('').replaceAll('\r', '')],
      `${kalibr(0)}${kalibr(1)}`,
      'M1: [9, 0, 5, 0, 9, 5, 0, 0, 1]\nM2: [9, 0, 5, 0, 9, 5, 0, 0, 1]\nD2: [0.1, 0, 0, 0]\nR: [0, 0, 0]\nT: [1, 0, 0]\n',
      'cameras:\n  a: {K: [9, 9, 5, 5], rvec: [0, 0, 0], t: [1, 0, 0], w: 9, h: 9}\n  b: {RT: [1, 2]}\n',
      'a: {b: [1, {c: d}], "e": \'f\'\'g\'}\nh: |\n  text\n  more\ni: "j\\n" # k\n- l\n',
    ].map(utf8),
  once: () =>
    ['{', '[', '- ', '? ', '"', "'", '\\"', 'a: ', '#', ':', ' ', '\n', '[a: {', '&a '].map(
      (part) => utf8(part.repeat(200_000)),
    ),
  mutate: textMutation([
    '- ',
    '? ',
    '[',
    ']',
    '{a: ',
    '}',
    '"',
    "'",
    ': ',
    '|',
    '&a ',
    '*a',
    '!!x ',
    '#',
    '---',
    '\t',
    'M1',
    'T_cn_cnm1',
    'Ks',
    'rows',
  ]),
  run: async (input) => judged(await readCameraFile(input, 'c.yaml')),
};

/** A binary COLMAP model in one input: the length of cameras.bin, cameras.bin, images.bin. */
const model = (cameras: Uint8Array, images: Uint8Array): Bytes =>
  concat(little(cameras.length, 2), cameras, images);

const colmap: Target = {
  name: 'cameras: COLMAP',
  share: 40_000,
  parsers: room('colmap/binary', 'colmap/lens', 'colmap/images'),
  maxBytes: 4096,
  seeds: async () => {
    const { cameras, images } = colmapFiles();
    return [model(cameras, images), model(cameras.slice(0, 60), images.slice(0, 90))];
  },
  mutate: (random, input, other) => mutateBytes(random, input, other),
  run(input) {
    const end = 2 + (input[0] ?? 0) + 256 * (input[1] ?? 0);
    judged(colmapBinary(input.subarray(2, end), input.subarray(end)));
  },
};

/** The readers of single formats, beside the one in documents.ts, which reads JSON. */
export const cameraTargets: readonly Target[] = [mat, pickle, toml, yaml, colmap];
