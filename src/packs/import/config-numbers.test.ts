import { expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { UNET_LIMITS } from '../../families/unet/config.ts';
import { VAE_LIMITS } from '../../families/vae/infer.ts';
import { CLIP_LIMITS } from '../../families/clip/config.ts';
import type { Limits } from '../../families/limits.ts';
import { asImportFiles, exampleFiles, type Contents } from '../../test/example-checkpoint.ts';
import { CHOICES, DONOR, FACELIFT_CAMERAS } from '../../test/example-import.ts';
import { planImport } from './plan.ts';
import { survey } from './survey.ts';

type Json = Record<string, unknown>;

const BAD = [0, -1, 1.5, 7, 1e6, 1e9, 4294967295, 'NaN', null, [1e9]];

const UNET_FILE = 'pipeckpts/unet/config.json';
const VAE_FILE = 'pipeckpts/vae/config.json';
const CLIP_FILE = 'pipeckpts/image_encoder/config.json';
const SCHEDULER_FILE = 'pipeckpts/scheduler/scheduler_config.json';

/** Numbers of the configs that are optional, and are not in the example. */
const OPTIONAL: Record<string, Json> = {
  [UNET_FILE]: { transformer_layers_per_block: 1, norm_eps: 1e-5, freq_shift: 0 },
  [VAE_FILE]: {},
  [CLIP_FILE]: { layer_norm_eps: 1e-5 },
  [SCHEDULER_FILE]: {},
};

const plain = exampleFiles();

/** What the import says about the files: the error, or null. */
async function errorOf(contents: Contents): Promise<unknown> {
  try {
    const found = await survey(asImportFiles(contents));
    planImport(
      found,
      {
        ...CHOICES,
        rigs: { reconstructor: 'facelift', multiview: 'facelift', viewEmbeds: 'facelift' },
      },
      DONOR,
    );
    return null;
  } catch (error) {
    return error;
  }
}

/** Every way to replace one number in a JSON value, also inside lists and objects. */
function* replaced(json: unknown, bad: unknown, path = ''): Generator<[string, unknown]> {
  if (typeof json === 'number') yield [path, bad];
  if (Array.isArray(json))
    for (const [i, inner] of json.entries())
      for (const [at, value] of replaced(inner, bad, `${path}[${i}]`))
        yield [at, json.with(i, value)];
  else if (typeof json === 'object' && json !== null)
    for (const [key, inner] of Object.entries(json))
      for (const [at, value] of replaced(inner, bad, path ? `${path}.${key}` : key))
        yield [at, { ...json, [key]: value }];
}

/** Longest time for one look, milliseconds of this process. A look at the example takes some tens of them. */
const MAX_CPU_MS = 3000;

const files: [string, Json][] = [
  ...Object.entries(OPTIONAL).map(([file, more]): [string, Json] => [
    file,
    { ...(plain[file] as Json), ...more },
  ]),
  ['opencv_cameras.json', { frames: FACELIFT_CAMERAS.frames }],
];

for (const [file, json] of files)
  test(`${file}: any number replaced by a bad one is refused or harmless, and never takes long`, async () => {
    let refused = 0;
    // The entries of the cameras' matrices are alike, so the first camera is enough.
    const seen = new Set<string>();
    for (const bad of BAD)
      for (const [path, value] of replaced(json, bad)) {
        if (/frames\[[1-9]/.test(path)) continue;
        const before = process.cpuUsage();
        const error = await errorOf({ ...plain, [file]: value as Json });
        const { user, system } = process.cpuUsage(before);
        const what = `${path} = ${JSON.stringify(bad)}`;
        expect((user + system) / 1000, what).toBeLessThan(MAX_CPU_MS);
        if (error === null) continue;
        expect(error, what).toBeInstanceOf(AppError);
        expect((error as AppError).code, `${what}: ${String(error)}`).not.toBe('internal');
        expect((error as AppError).code, `${what}: ${String(error)}`).not.toBe('pack-invalid');
        refused += 1;
        seen.add(path);
      }
    expect(seen.size).toBeGreaterThan(1);
    expect(refused).toBeGreaterThan(seen.size * 3);
  });

const tables: [string, Limits, readonly string[]][] = [
  [UNET_FILE, UNET_LIMITS, Object.keys(UNET_LIMITS)],
  [VAE_FILE, VAE_LIMITS, ['norm_num_groups', 'scaling_factor']],
  [CLIP_FILE, CLIP_LIMITS, ['num_attention_heads', 'layer_norm_eps']],
];

for (const [file, limits, fields] of tables)
  test(`${file}: a number above its limit is refused by its name, value and allowed range`, async () => {
    for (const field of fields) {
      const { max = 0, min = 0, texts } = limits[field];
      if (texts) continue;
      const error = await errorOf({ ...plain, [file]: { ...(plain[file] as Json), [field]: 1e6 } });
      expect(error).toMatchObject({
        code: 'config-invalid',
        values: {
          file,
          field,
          value: '1000000',
          allowed: expect.stringContaining(`${min}–${max}`),
        },
      });
    }
  });

test('groups and heads that do not divide the channels are refused, with the numbers that do', async () => {
  const withValue = (file: string, value: Json) =>
    errorOf({ ...plain, [file]: { ...(plain[file] as Json), ...value } });
  for (const norm_num_groups of [3, 7])
    for (const [file, divisors] of [
      [UNET_FILE, '1, 2, 4, 8, 16, 32'],
      [VAE_FILE, '1, 2, 4, 8, 16'],
    ] as const)
      expect(await withValue(file, { norm_num_groups })).toMatchObject({
        code: 'config-invalid',
        values: { field: 'norm_num_groups', value: String(norm_num_groups), allowed: divisors },
      });
  expect(await withValue(UNET_FILE, { attention_head_dim: [5, 1] })).toMatchObject({
    code: 'config-invalid',
    values: { field: 'attention_head_dim', value: '5' },
  });
  expect(await withValue(CLIP_FILE, { num_attention_heads: 5 })).toMatchObject({
    message: expect.stringContaining('cannot be divided into 5 heads'),
  });
});

test('long lists of levels are refused by their length', async () => {
  const types = Array<string>(100_000).fill('DownBlock2D');
  const unet = { ...(plain[UNET_FILE] as Json), down_block_types: types };
  expect(await errorOf({ ...plain, [UNET_FILE]: unet })).toMatchObject({
    code: 'config-invalid',
    values: { field: 'down_block_types.length', value: '100000', allowed: '1–8' },
  });
});
