import { describe, expect, it } from 'vitest';
import { asImportFiles, type Contents } from '../../test/example-checkpoint.ts';
import { CHOICES, DONOR } from '../../test/example-import.ts';
import { MemoryFolder } from '../../test/memory-folder.ts';
import { dictOf, gslrmDict, prefixed } from '../../test/checkpoints/weights-of.ts';
import { SavedTensor, torchFile, type Saved } from '../../test/checkpoints/write-torch.ts';
import { unetTensors } from '../../families/unet/graph.ts';
import { vaeTensors } from '../../families/vae/graph.ts';
import { UNET, VAE } from '../../test/example-checkpoint.ts';
import { writeSafetensors } from '../../test/write-safetensors.ts';
import { readIndex, readTensor } from '../safetensors.ts';
import { isAverage } from './choose-model.ts';
import type { WantedModel } from './parts.ts';
import { planImport } from './plan.ts';
import { survey } from './survey.ts';
import { fingerprintOf } from './write/fingerprint.ts';
import { runImport } from './write/run.ts';

/** Models whose numbers are all the same, so that a pack shows which of them it was made from. */
const [model, ema, third] = [0.25, 0.5, 0.75].map((value) => gslrmDict(value));
const without = (dict: Record<string, SavedTensor>, name: string) =>
  Object.fromEntries(Object.entries(dict).filter(([key]) => key !== name));
const NAME = 'transformer_layers.0.attn.fc.weight';
const doubles = Object.fromEntries(
  Object.entries(ema).map(([name, { shape, bytes }]) => [
    name,
    new SavedTensor(shape, new Float64Array(bytes.length / 4), { storage: 'DoubleStorage' }),
  ]),
);
const scalar = (value: number) => new SavedTensor([], Float32Array.of(value));

const file = (root: Saved): Contents => ({ 'gslrm.pt': torchFile(root) });

/** The value of all numbers in the pack that is made of the files, and the notes about them. */
async function imported(contents: Contents, wanted: readonly WantedModel[] = []) {
  const found = await survey(asImportFiles(contents), undefined, wanted);
  const folder = new MemoryFolder();
  await runImport(planImport(found, { ...CHOICES, type: 'F32' }, DONOR), folder);
  const bytes = folder.files.get('gslrm.safetensors') as Uint8Array<ArrayBuffer>;
  const index = await readIndex(bytes, 'gslrm.safetensors');
  const values = new Set<number>();
  for (const name of index.tensors.keys())
    for (const value of await readTensor(bytes, index, name)) values.add(value);
  const notes = found.notes.filter(({ code }) => code !== 'views-only');
  return { values: [...values], notes, choices: found.choices };
}

const several = (keys: string, key: string, why: 'average' | 'first' | 'asked') => ({
  code: `several-${why}`,
  path: 'gslrm.pt',
  values: { keys, key },
});

describe('of several models in one file', () => {
  it.each<[string, Saved, string]>([
    ['training scripts', { model, ema, epoch: 3 }, 'model, ema'],
    ['BasicSR', { params: model, params_ema: ema }, 'params, params_ema'],
    ['timm', { state_dict: model, state_dict_ema: ema, arch: 'x' }, 'state_dict, state_dict_ema'],
    ['StyleGAN', { g: model, d: { a: scalar(1) }, g_ema: ema }, 'g, g_ema'],
    ['a generator', { generator: model, ema }, 'generator, ema'],
    ['swa_utils', { model, swa_model: prefixed('module.', ema) }, 'model, swa_model'],
    [
      'mmagic',
      {
        state_dict: { ...prefixed('generator.', model), ...prefixed('generator_ema.', ema) },
        meta: { seed: 1 },
      },
      'generator, generator_ema',
    ],
    [
      'ema_pytorch',
      { ...prefixed('online_model.', model), ...prefixed('ema_model.', ema) },
      'online_model, ema_model',
    ],
    [
      'DistributedDataParallel',
      { model: prefixed('module.', model), model_ema: prefixed('module.', ema) },
      'model, model_ema',
    ],
    ['averages before the model', { ema, model }, 'ema, model'],
    ['averages beside plain names', { ...model, ema }, 'top-level, ema'],
  ])('the averaged one is imported, and the note says so: %s', async (_, root, keys) => {
    const { values, notes, choices } = await imported(file(root));
    const [key] = keys.split(', ').filter(isAverage);
    expect(values).toEqual([0.5]);
    expect(notes.filter(({ code }) => code !== 'tensors-unused')).toEqual([
      several(keys, key, 'average'),
    ]);
    expect(choices).toEqual([{ path: 'gslrm.pt', keys: keys.split(', '), key, why: 'average' }]);
  });

  it('the averaged one is imported from safetensors, too', async () => {
    const all = { ...prefixed('model.', model), ...prefixed('ema.', ema) };
    const tensors = new Map(
      Object.entries(all).map(([name, { shape, bytes }]) => [
        name,
        { shape, data: new Float32Array(bytes.slice().buffer) },
      ]),
    );
    const { values, choices } = await imported({ 'gslrm.safetensors': writeSafetensors(tensors) });
    expect(values).toEqual([0.5]);
    expect(choices).toMatchObject([{ keys: ['model', 'ema'], key: 'ema' }]);
  });

  it.each<[string, Saved, string]>([
    ['student and teacher', { student: model, teacher: third }, 'student, teacher'],
    ['the usual key second', { best: third, model }, 'best, model'],
  ])('without averages, the usual or first one is imported: %s', async (_, root, keys) => {
    const { values, notes } = await imported(file(root));
    const key = keys.includes('model') ? 'model' : 'student';
    expect(values).toEqual([0.25]);
    expect(notes).toEqual([several(keys, key, 'first')]);
  });

  it.each<[string, Saved, string[]]>([
    ['a tensor is missing', { model, ema: without(ema, NAME) }, ['model', 'ema']],
    ['averages are a list', { model, ema: { decay: 1, shadow_params: Object.values(ema) } }, []],
    ['averages are float64', { model, ema: doubles }, []],
    ['some layers only', { model, ema: { a: scalar(1), b: scalar(2) } }, []],
  ])('averages that are not whole are not imported: %s', async (_, root, keys) => {
    const { values, notes, choices } = await imported(file(root));
    expect(values).toEqual([0.25]);
    expect(notes.filter(({ code }) => /average|several/.test(code))).toEqual([
      { code: 'average-unusable', path: 'gslrm.pt', values: { average: 'ema', key: 'model' } },
    ]);
    expect(choices).toEqual(
      keys.length > 0 ? [{ path: 'gslrm.pt', keys, key: 'model', why: 'first' }] : [],
    );
  });

  it.each<[string, Saved]>([
    ['a rate', { model, ema_decay: scalar(1) }],
    ['a counter', { model: prefixed('module.', model), n_averaged: scalar(1) }],
    ['no averages', { model, epoch: 3 }],
  ])('one model has no choice and no note: %s', async (_, root) => {
    const { values, notes, choices } = await imported(file(root));
    expect(values).toEqual([0.25]);
    expect(notes.filter(({ code }) => /average|several/.test(code))).toEqual([]);
    expect(choices).toEqual([]);
  });

  it('another one can be wanted, in every file or in one', async () => {
    const root = file({ model, ema, third });
    for (const [wanted, value] of [
      [{ key: 'model' }, 0.25],
      [{ key: 'third', path: 'gslrm.pt' }, 0.75],
      [{ key: 'ema' }, 0.5],
    ] as const) {
      const { values, notes } = await imported(root, [wanted]);
      expect(values).toEqual([value]);
      expect(notes).toEqual([several('model, ema, third', wanted.key, 'asked')]);
    }
  });

  it('one that is wanted and not whole is refused with what it lacks', async () => {
    const root = file({ model, ema: without(ema, NAME) });
    await expect(imported(root, [{ key: 'ema' }])).rejects.toMatchObject({
      fault: 'tensors-missing',
      values: { file: 'gslrm.pt', tensor: NAME },
    });
  });

  it.each<[WantedModel, Saved, string]>([
    [{ key: 'best' }, { model, ema }, 'model, ema'],
    [{ key: 'model', path: 'other.pt' }, { model, ema }, 'model, ema'],
    [{ key: 'ema' }, { state_dict: model }, 'state_dict'],
    [{ key: 'top-level' }, model, '–'],
  ])('an unknown key is refused with the keys that there are: %j', async (wanted, root, keys) => {
    await expect(imported(file(root), [wanted])).rejects.toMatchObject({
      code: 'weights-key-unknown',
      values: { key: wanted.key, keys },
    });
  });

  it('an import of another one is another import', async () => {
    const files = asImportFiles(file({ model, ema }));
    const prints = await Promise.all(
      ['model', 'ema', 'ema'].map(async (key) => {
        const found = await survey(files, undefined, [{ key }]);
        return fingerprintOf(planImport(found, CHOICES, DONOR));
      }),
    );
    expect(prints[0]).not.toBe(prints[1]);
    expect(prints[1]).toBe(prints[2]);
  });
});

it('networks of several kinds in one file are all read', async () => {
  const root = {
    state_dict: {
      ...prefixed('unet.', dictOf(unetTensors(UNET))),
      ...prefixed('vae.', dictOf(vaeTensors({ ...VAE, block_out_channels: [32, 32, 64, 64] }))),
      ...prefixed('gslrm.', model),
      ...prefixed('gslrm_ema.', ema),
      'loss.weight': scalar(1),
    },
  };
  const { parts, choices, notes } = await survey(
    asImportFiles({ 'all.ckpt': torchFile(root), 'config.json': VAE }),
  );
  expect(parts.map(({ family }) => family.kind).sort()).toEqual(['gslrm', 'unet', 'vae']);
  expect(choices).toMatchObject([{ keys: ['gslrm', 'gslrm_ema'], key: 'gslrm_ema' }]);
  // A config.json cannot be that of all of them.
  expect(parts.every(({ config }) => config === undefined)).toBe(true);
  expect(notes).toContainEqual({
    code: 'tensors-unused',
    path: 'all.ckpt',
    values: { names: 'state_dict.loss.weight' },
  });
});

it('of networks with the same keys in one file, each note and each choice comes once', async () => {
  const both = {
    ...prefixed('unet.', dictOf(unetTensors(UNET))),
    ...prefixed('gslrm.', model),
  };
  const all = (root: Saved) => asImportFiles({ 'all.ckpt': torchFile(root) });
  const found = await survey(all({ model: both, ema: both }));
  expect(found.choices).toMatchObject([{ keys: ['model', 'ema'], key: 'ema' }]);
  const unusable = await survey(all({ model: both, ema: { shadow_params: Object.values(ema) } }));
  const codes = [found, unusable].map(({ notes }) =>
    notes.map(({ code }) => code).filter((code) => /average|several/.test(code)),
  );
  expect(codes).toEqual([['several-average'], ['average-unusable']]);
});

it('a file of which one network is used is not called unused', async () => {
  const gslrm = prefixed('gslrm.', model);
  const both = torchFile({ ...prefixed('unet.', dictOf(unetTensors(UNET))), ...gslrm });
  const files = { 'a.ckpt': torchFile(gslrm), 'b.ckpt': both, 'c.ckpt': both };
  const { notes, parts } = await survey(asImportFiles(files));
  expect(parts.map(({ path }) => path).sort()).toEqual(['a.ckpt', 'b.ckpt']);
  expect(notes.filter(({ code }) => code === 'not-used')).toEqual([
    { code: 'not-used', path: 'c.ckpt' },
  ]);
});

it.each([
  ['ema', true],
  ['model_ema', true],
  ['EMA', true],
  ['g_ema', true],
  ['ema_0.9999', true],
  ['swa_model', true],
  ['averaged_model', true],
  ['shadow_params', true],
  ['schema', false],
  ['model', false],
  ['n_averaged', false],
  ['average_pool', false],
  ['average_weights', true],
  ['emanet', false],
])('isAverage(%s) is %s', (key, expected) => expect(isAverage(key)).toBe(expected));
