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

const cameras: Target = {
  name: 'cameras',
  share: 20_000,
  parsers: [
    ...['frames', 'index', 'lens', 'pose', 'values'].map((name) => `core/camera/files/${name}.ts`),
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
  ],
  once: () => [
    document({ frames: Array.from({ length: 10_001 }, () => 0) }),
    document({ frames: Array.from({ length: 33 }, () => LAB_CAMERAS.frames[0]) }),
  ],
  mutate: mutateJsonText,
  run(input) {
    const read = camerasOf(readCameraFile(input, 'c.json'), 'c.json');
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
