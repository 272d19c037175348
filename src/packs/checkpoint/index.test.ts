import { existsSync, openAsBlob } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { WeightEntry } from '../../graphs/weights.ts';
import { seededWords } from '../../test/seeded.ts';
import { concat, fields, zipFile, type ZipPart } from '../../test/zip-file.ts';
import { readCheckpoint } from './index.ts';
import { readIndex, readTensor } from '../safetensors.ts';

const folder = new URL('../../../models/parity/torch/', import.meta.url);
const open = (name: string) => openAsBlob(new URL(name, folder));
const read = async (name: string) => readCheckpoint(await open(name), name);

/** What is before the names of the recorded tensors in each file. */
const PREFIXES: Readonly<Record<string, string>> = {
  training: 'model.module.',
  training_5: 'model.module.',
  nested_4: 'state_dict.',
};

/** The values of each file's tensors, as torch reads them. */
const values = await open('values.safetensors');
const valueIndex = await readIndex(values, 'values.safetensors');

const recorded = (file: string) =>
  [...valueIndex.tensors.keys()]
    .filter((name) => name.startsWith(`${file}/`))
    .map((name) => name.slice(file.length + 1));

describe('finds every tensor of a torch file, with the values that torch wrote', () => {
  test.each(['training', 'training_5', 'tensor', 'tensor_3', 'nested_4', 'root'])(
    '%s.pt',
    async (name) => {
      const blob = await open(`${name}.pt`);
      const { index, format } = await readCheckpoint(blob, `${name}.pt`);
      expect(format).toBe('torch');
      expect(index.file).toBe(`${name}.pt`);
      const prefix = PREFIXES[name] ?? '';
      const names = recorded(name).map((tensor) => prefix + tensor);
      // The files of trainings have a tensor outside of the model.
      const outside = name.startsWith('training') ? ['tagged'] : [];
      expect([...index.tensors.keys()].sort()).toEqual([...names, ...outside].sort());
      for (const tensor of names) {
        const short = `${name}/${tensor.slice(prefix.length)}`;
        const { dtype, shape, byteLength } = index.tensors.get(tensor) as WeightEntry;
        const expected = valueIndex.tensors.get(short);
        expect({ dtype, shape, byteLength }).toEqual({
          dtype: expected?.dtype,
          shape: expected?.shape,
          byteLength: expected?.byteLength,
        });
        expect(await readTensor(blob, index, tensor)).toEqual(
          await readTensor(values, valueIndex, short),
        );
      }
    },
  );
});

test('a training checkpoint lists the entries that cannot be weights', async () => {
  const { index, skipped } = await read('training.pt');
  const tensor = (name: string) => index.tensors.get(`model.module.${name}`);
  expect(tensor('tied')).toEqual(tensor('0.weight'));
  expect(tensor('slice')?.shape).toEqual([2, 5]);
  expect(tensor('half')?.dtype).toBe('F16');
  expect(tensor('brain')?.dtype).toBe('BF16');
  const training = skipped.filter(({ reason }) => reason === 'training-only');
  expect(training.map(({ name }) => name)).toEqual([
    'model.module.loss_calculator.net.conv1.weight',
    'model.module.lpips_loss.lin.weight',
    'optimizer',
  ]);
  const types = skipped.filter(({ name }) => name.startsWith('model.module.')).slice(2);
  expect(types).toEqual([
    { name: 'model.module.steps', reason: 'type', dtype: 'I64', byteLength: 24 },
    { name: 'model.module.double', reason: 'type', dtype: 'F64', byteLength: 16 },
  ]);
});

test.each([
  ['transposed.pt', 'strided', 'is [3,2] with the strides [1,3]'],
  ['negative.pt', 'negated', 'has the bit “neg”'],
] as const)('%s has a tensor whose values cannot be read', async (name, fault, why) => {
  const { index, refusals } = await read(name);
  expect(index.tensors.has('turned')).toBe(true);
  expect(refusals.get('turned')).toMatchObject({
    code: 'checkpoint-invalid',
    fault,
    message: expect.stringContaining(why),
    values: { file: name, tensor: 'turned' },
  });
});

test.each([
  ['module.pt', 'whole-module'],
  ['list.pt', 'nameless'],
  ['nothing.pt', 'no-weights'],
  ['legacy.pt', 'old-torch'],
] as const)('%s is refused: %s', async (name, fault) => {
  await expect(read(name)).rejects.toMatchObject({
    code: 'checkpoint-invalid',
    fault,
    values: { file: name },
  });
});

test('files that would run code are refused by name, and nothing runs', async () => {
  const hostile = (await readdir(folder)).filter((name) => name.startsWith('hostile_'));
  expect(hostile.length).toBeGreaterThan(15);
  const named: Record<string, unknown> = {};
  for (const name of hostile) {
    const error: unknown = await read(name).catch((thrown: unknown) => thrown);
    if (!(error instanceof AppError)) throw new Error(`${name} was not refused`);
    expect(error.code, name).toBe('checkpoint-unsafe');
    named[name.slice(8, -3)] = error.values.global;
  }
  expect(named).toMatchObject({
    system: 'posix.system',
    system_5: 'posix.system',
    eval: '__builtin__.eval',
    eval_5: 'builtins.eval',
    nested: '__builtin__.getattr',
    in_namespace: 'posix.system',
    run_string: 'numpy.testing._private.utils.runstring',
    main: '__main__.Net',
  });
  expect(existsSync('torch-marker')).toBe(false);
});

describe('damage', () => {
  test.each([
    ['nested_4.pt', 1],
    ['training.pt', 11],
  ])('prefixes of %s are refused (every %i bytes)', async (name, step) => {
    const bytes = new Uint8Array(await readFile(new URL(name, folder)));
    for (let length = 0; length < bytes.length; length += step) {
      const cut = readCheckpoint(new Blob([bytes.subarray(0, length)]), 'cut.pt');
      await expect(cut).rejects.toMatchObject({ code: 'checkpoint-invalid' });
    }
  });

  test('flipped bits give an AppError, or an index that stays inside the file', async () => {
    const outcomes = { read: 0, 'checkpoint-invalid': 0, 'checkpoint-unsafe': 0 };
    const word = seededWords('flips');
    let drawn = 0;
    const random = (below: number) => word(drawn++) % below;
    for (const name of ['training.pt', 'training_5.pt', 'nested_4.pt']) {
      const original = new Uint8Array(await readFile(new URL(name, folder)));
      for (let round = 0; round < 500; round++) {
        const bytes = original.slice();
        for (let flips = 1 + random(3); flips > 0; flips--)
          bytes[random(bytes.length)] ^= 1 << random(8);
        try {
          const { index } = await readCheckpoint(new Blob([bytes]), name);
          outcomes.read++;
          for (const { offset, byteLength } of index.tensors.values())
            if (!(offset >= 0 && offset + byteLength <= bytes.length))
              throw new Error(`${name}, round ${round}: a tensor outside the file`);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          if (error.code !== 'checkpoint-invalid' && error.code !== 'checkpoint-unsafe')
            throw error;
          outcomes[error.code]++;
        }
      }
    }
    for (const count of Object.values(outcomes)) expect(count).toBeGreaterThan(20);
  });

  const stored = (name: string, data: string | Uint8Array) => ({
    name: `archive/${name}`,
    data: typeof data === 'string' ? Buffer.from(data) : data,
  });
  const text = (value: string) =>
    concat([fields([1, 0x58], [4, value.length]), Buffer.from(value)]);
  /** A pickled dict of one float tensor of `shape` (one axis), from storage 0 of `length` elements. */
  const tensor = (shape: number, length: number, offset = 0) =>
    concat([
      Buffer.from([0x80, 2]),
      Buffer.from('}'),
      text('w'),
      Buffer.from('ctorch._utils\n_rebuild_tensor_v2\n(('),
      text('storage'),
      Buffer.from('ctorch\nFloatStorage\n'),
      text('0'),
      text('cpu'),
      fields([1, 0x4a], [4, length]),
      Buffer.from('tQ'),
      fields([1, 0x4a], [4, offset], [1, 0x4a], [4, shape], [1, 0x85]),
      Buffer.from([0x4b, 1, 0x85]),
      Buffer.from('tRs.'),
    ]);
  const data = stored('data/0', new Uint8Array(40));
  const little = stored('byteorder', 'little');
  const zipped = (...parts: ZipPart[]) => readCheckpoint(new Blob([zipFile(parts)]), 'f.pt');

  test('a hand-made file is read', async () => {
    const { index } = await zipped(stored('data.pkl', tensor(4, 10, 6)), little, data);
    expect(index.tensors.get('w')).toMatchObject({ dtype: 'F32', shape: [4], byteLength: 16 });
  });

  const cases: Record<string, [why: string, ...parts: ZipPart[]]> = {
    'a tensor beyond its storage': ['beyond its storage', stored('data.pkl', tensor(11, 10)), data],
    'an offset beyond the storage': [
      'beyond its storage',
      stored('data.pkl', tensor(4, 10, 7)),
      data,
    ],
    'a storage longer than its entry': ['too short', stored('data.pkl', tensor(11, 11)), data],
    'a missing storage': ['missing', stored('data.pkl', tensor(4, 10))],
    'a negative shape': ['bad numbers', stored('data.pkl', tensor(-1, 10)), data],
    'no pickle': ['not one that torch.save wrote', data],
    'two pickles': [
      'not one that torch.save wrote',
      stored('data.pkl', tensor(4, 10)),
      { ...data, name: 'b/data.pkl' },
    ],
  };
  test.each(Object.entries(cases))('%s', async (_, [why, ...parts]) => {
    await expect(zipped(...parts)).rejects.toMatchObject({
      code: 'checkpoint-invalid',
      message: expect.stringContaining(why),
    });
  });

  test('a dict that is reachable on ten billion paths is not visited on all of them', async () => {
    // Ten dicts of ten keys each; every value is the previous dict. POP_MARK leaves only the last one on the
    // stack.
    const level = (i: number) =>
      Buffer.concat([
        Buffer.from([0x7d, 0x71, i, 0x28]),
        ...Array.from({ length: 10 }, (_, key) =>
          Buffer.from([0x4b, key, 0x68, Math.max(0, i - 1)]),
        ),
        Buffer.from('u'),
      ]);
    const first = Buffer.from([0x80, 2, 0x28, 0x7d, 0x71, 0]);
    const levels = Array.from({ length: 10 }, (_, i) => level(i + 1));
    const whole = concat([first, ...levels, Buffer.from([0x31, 0x68, 10, 0x2e])]);
    await expect(zipped(stored('data.pkl', whole))).rejects.toThrow('too many values');
  });

  test('a dict that contains itself is refused', async () => {
    const loop = concat([
      Buffer.from([0x80, 2]),
      Buffer.from('}q\x00'),
      text('a'),
      Buffer.from('h\x00s.'),
    ]);
    await expect(zipped(stored('data.pkl', loop))).rejects.toThrow('nested more than 16 deep');
  });
});

describe('safetensors', () => {
  const file = (header: Record<string, unknown>, dataBytes: number) => {
    const json = Buffer.from(JSON.stringify(header));
    return new Blob([concat([fields([8, json.length]), json, new Uint8Array(dataBytes)])]);
  };
  const one = (at: number, dtype = 'F32') => ({
    dtype,
    shape: [1],
    data_offsets: [at, at + (dtype === 'F32' ? 4 : 8)],
  });

  test('entries that cannot be weights are skipped, as in torch files', async () => {
    const blob = file(
      {
        __metadata__: { step: '3' },
        'module.a': one(0),
        'module.loss_calculator.b': one(4),
        'optimizer.state.0.exp_avg': one(8),
        'module.ids': one(12, 'I64'),
      },
      20,
    );
    const { index, format, skipped } = await readCheckpoint(blob, 'm.safetensors');
    expect(format).toBe('safetensors');
    expect([...index.tensors.keys()]).toEqual(['module.a']);
    expect(skipped).toEqual([
      { name: 'module.ids', reason: 'type', dtype: 'I64', byteLength: 8 },
      { name: 'module.loss_calculator.b', reason: 'training-only' },
      { name: 'optimizer.state.0.exp_avg', reason: 'training-only' },
    ]);
  });

  test('weights beside a few numbers of another type are read', async () => {
    const blob = file({ a: one(0), b: one(4), c: { ...one(8, 'F64') } }, 16);
    const { index, skipped } = await readCheckpoint(blob, 'm');
    expect([...index.tensors.keys()]).toEqual(['a', 'b']);
    expect(skipped).toEqual([{ name: 'c', reason: 'type', dtype: 'F64', byteLength: 8 }]);
  });

  test('a file whose bytes cannot be read says so', async () => {
    class Broken extends Blob {
      override slice(start?: number): Blob {
        if (start === 0 && this.size > 300) return super.slice(0, 262);
        throw new DOMException('gone', 'NotReadableError');
      }
    }
    const whole = file({ a: { dtype: 'F32', shape: [100], data_offsets: [0, 400] } }, 400);
    for (const broken of [new Broken([whole]), new Broken([whole.slice(0, 9)])])
      await expect(readCheckpoint(broken, 'm')).rejects.toMatchObject({ fault: 'unreadable' });
  });
});
