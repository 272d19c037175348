import { parseUrl } from '../../../src/app/url.ts';
import { camerasOf, readCameraFile } from '../../../src/core/camera/files/index.ts';
import { rigFault } from '../../../src/core/camera/rig-faults.ts';
import { AppError } from '../../../src/core/errors.ts';
import { checkRigs } from '../../../src/packs/check-rigs.ts';
import { requireCameras, rigOf } from '../../../src/packs/import/cameras.ts';
import {
  readJournal,
  removeJournal,
  withRightSize,
  writeJournal,
} from '../../../src/packs/import/write/journal.ts';
import { parseManifest, photoStages } from '../../../src/packs/manifest.ts';
import { FACELIFT_CAMERAS, LAB_CAMERAS } from '../../../src/test/example-import.ts';
import { exampleManifest } from '../../../src/test/example-manifest.ts';
import { MemoryFolder } from '../../../src/test/memory-folder.ts';
import { fixtures } from '../fixtures.ts';
import { mutateBytes } from '../grammar/bytes.ts';
import { mutateJsonText } from '../grammar/json.ts';
import { utf8, type Bytes, type Target } from '../target.ts';

/** Parses JSON as the readers of the pipeline do: text that is not JSON is refused with an AppError there. */
function json(input: Bytes): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(input));
  } catch {
    throw new AppError('pack-invalid', { message: 'not JSON' });
  }
}

const document = (value: unknown) => utf8(JSON.stringify(value));

const manifest: Target = {
  name: 'pack.json',
  share: 8_000,
  parsers: ['manifest', 'check-rigs'].map((name) => `packs/${name}.ts`),
  maxBytes: 16_384,
  seeds: async () => {
    const { reconstruct } = exampleManifest().stages;
    return [
      document(exampleManifest()),
      document({ ...exampleManifest(), stages: { reconstruct } }),
      document({ ...exampleManifest(), mixedRigs: true }),
      document({ ...exampleManifest(), rig: { ...exampleManifest().rig, id: 'other' } }),
      document({ ...exampleManifest(), rig: { ...exampleManifest().rig, azimuthsDeg: [0] } }),
      fixtures.demoPack(),
    ];
  },
  mutate: mutateJsonText,
  run(input) {
    const read = parseManifest(json(input));
    checkRigs(read);
    photoStages(read);
  },
};

const SQUARE = { width: 64, height: 64 };
const UNIT = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];
const FAR = UNIT.map((row, i) => [...row, i === 2 ? 2.7 : 0]);
const LENS = { fx: 60, fy: 60, cx: 32, cy: 32 };
const K = [
  [60, 0, 32],
  [0, 60, 32],
  [0, 0, 1],
];

/** Camera files of the other forms. */
const OTHER_CAMERAS: readonly unknown[] = [
  { frames: [{ ...SQUARE, K, R: UNIT, t: [0, 0, 2.7] }] },
  { frames: [{ ...SQUARE, K: [60, 60, 32, 32], w2c: FAR, mask_path: 'm.png' }] },
  { camera_angle_x: 0.9, camera_angle_y: 0.9, ...SQUARE, frames: [{ transform_matrix: FAR }] },
  [{ ...SQUARE, ...LENS, img_name: 'a', position: [0, 0, -2.7], rotation: UNIT }],
  { frames: { cam2: { ...SQUARE, ...LENS, w2c: FAR }, cam10: { ...SQUARE, ...LENS, c2w: FAR } } },
  { ...SQUARE, ...LENS, w2c: FAR, k1: 0.1, dist_coeffs: [[0, 0.1]] },
  { ...SQUARE, ...LENS, w2c: FAR.map((row) => row.map((value) => 2 * value)) },
  {
    ...SQUARE,
    ...LENS,
    w2c: [
      [...UNIT[0], 0],
      [...UNIT[1], 0],
      [...UNIT[2], 0],
      [0, 0, 2.7, 1],
    ],
  },
  { ...SQUARE, fx: 1.1, fy: 1.1, cx: 0.5, cy: 0.5, w2c: FAR },
  { ...LENS, w2c: FAR },
  {
    frames: [
      { ...SQUARE, ...LENS, w2c: FAR },
      { ...SQUARE, ...LENS, w2c: [1, 0, 0, 0, 0, -1, 0, 0, 0, 0, -1, 2.7, 0, 0, 0, 1] },
    ],
  },
  {
    frames: [
      {
        ...SQUARE,
        ...LENS,
        w2c: FAR.map((row) => row.map((value, i) => (i === 3 ? 900 * value : value))),
      },
    ],
  },
];

const cameras: Target = {
  name: 'cameras: JSON',
  share: 20_000,
  parsers: [
    ...['frame', 'frames', 'index', 'lens', 'pose', 'values', 'coefficients', 'camera-matrix'].map(
      (name) => `core/camera/files/${name}.ts`,
    ),
    'core/camera/rig-faults.ts',
    'core/json-text.ts',
    'packs/import/cameras.ts',
  ],
  maxBytes: 16_384,
  seeds: async () => [
    document(FACELIFT_CAMERAS),
    document(LAB_CAMERAS),
    document({ frames: LAB_CAMERAS.frames.map((frame) => ({ ...frame, w2c: frame.w2c.flat() })) }),
    document({ frames: [] }),
    ...OTHER_CAMERAS.map(document),
  ],
  once: () => [
    document({ frames: Array.from({ length: 10_001 }, () => 0) }),
    document({ frames: Array.from({ length: 33 }, () => LAB_CAMERAS.frames[0]) }),
  ],
  mutate: mutateJsonText,
  async run(input) {
    const read = camerasOf(await readCameraFile(input, 'c.json'), 'c.json');
    rigFault(read, 2.7);
    requireCameras(rigOf(read, 'c.json'), 'c.json', 6);
  },
};

const journal: Target = {
  name: 'import journal',
  share: 10_000,
  parsers: ['journal', 'replace'].map((name) => `packs/import/write/${name}.ts`),
  maxBytes: 4096,
  seeds: async () => {
    const done = { name: 'unet.safetensors', bytes: 3, sha256: 'ba7816bf' };
    return [
      document({ fingerprint: 'a', done: [done] }),
      document({
        fingerprint: 'a',
        suffix: '-2',
        files: [done.name],
        replaces: ['x'],
        done: [done, done],
      }),
    ];
  },
  mutate: mutateJsonText,
  async run(input) {
    const folder = new MemoryFolder();
    folder.files.set('import.json', input).set('unet.safetensors', utf8('abc'));
    const read = await readJournal(folder);
    if (!read) throw new AppError('pack-invalid', { message: 'no journal' });
    await withRightSize(folder, read.done);
    await writeJournal(folder, read);
    await removeJournal(folder);
  },
};

const url: Target = {
  name: 'URL parameters',
  share: 250_000,
  parsers: ['app/url.ts'],
  maxBytes: 512,
  seeds: async () =>
    [
      '?seed=4&steps=50&guidance=3&backend=wasm&lang=ko',
      '?pack=mouse-demo&sample=a&kiosk=1&backend=webgpu',
    ].map(utf8),
  mutate: (random, input, other) =>
    mutateBytes(
      random,
      input,
      other,
      ['seed=', 'steps=', '1e9', '%00', '&', '=', 'NaN', '-1', '0x10'].map(utf8),
    ),
  run(input) {
    const { seed = 0, steps = 1, guidance = 1 } = parseUrl(new TextDecoder().decode(input));
    const inRange =
      seed >= 0 && seed < 2 ** 32 && steps >= 1 && steps <= 1000 && guidance >= 1 && guidance <= 30;
    if (!inRange || !Number.isInteger(seed) || !Number.isInteger(steps))
      throw new Error('out of range');
  },
};

export const documentTargets: readonly Target[] = [manifest, cameras, journal, url];
