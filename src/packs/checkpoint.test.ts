import { existsSync, openAsBlob } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { AppError } from '../core/errors.ts';
import { concat, fields, zipFile, type ZipPart } from '../test/zip-file.ts';
import { readCheckpoint } from './checkpoint.ts';
import { readIndex, readTensor } from './safetensors.ts';

const folder = new URL('../../models/parity/torch/', import.meta.url);
const open = (name: string) => openAsBlob(new URL(name, folder));
const read = async (name: string) => readCheckpoint(await open(name), name);

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
      expect([...index.tensors.keys()].sort()).toEqual(recorded(name).sort());
      for (const [tensor, { dtype, shape, byteLength }] of index.tensors) {
        const expected = valueIndex.tensors.get(`${name}/${tensor}`);
        expect({ dtype, shape, byteLength }).toEqual({
          dtype: expected?.dtype,
          shape: expected?.shape,
          byteLength: expected?.byteLength,
        });
        expect(await readTensor(blob, index, tensor)).toEqual(
          await readTensor(values, valueIndex, `${name}/${tensor}`),
        );
      }
    },
  );
});

test('a training checkpoint lists the skipped entries and the plain values', async () => {
  const { index, skipped, metadata } = await read('training.pt');
  const { tensors } = index;
  expect(tensors.get('tied')).toEqual(tensors.get('0.weight'));
  expect(tensors.get('slice')?.shape).toEqual([2, 5]);
  expect(tensors.get('half')?.dtype).toBe('F16');
  expect(tensors.get('brain')?.dtype).toBe('BF16');
  const because = (reason: string) =>
    skipped.filter((entry) => entry.reason === reason).map(({ name }) => name);
  expect(because('training-only')).toEqual([
    'optimizer',
    'module.loss_calculator.net.conv1.weight',
    'module.lpips_loss.lin.weight',
  ]);
  expect(skipped.filter(({ reason }) => reason === 'type')).toEqual([
    { name: 'module.steps', reason: 'type', dtype: 'I64' },
    { name: 'module.double', reason: 'type', dtype: 'F64' },
  ]);
  expect(because('not-a-tensor')).toEqual(['module.note']);
  expect(because('outside-model')).toContain('args');
  expect(metadata).toMatchObject({
    epoch: '7',
    fwdbwd_pass_step: '21125',
    name: 'mouse',
    big: '1208925819614629174706176',
    negative: '-1099511627776',
    yes: 'true',
  });
});

test.each([
  ['transposed.pt', 'tensor “turned” is not contiguous'],
  ['negative.pt', 'tensor “turned” is a lazy negative'],
  ['module.pt', 'torch.save(model.state_dict(), file)'],
  ['list.pt', 'torch.save(model.state_dict(), file)'],
  ['nothing.pt', 'no named tensors'],
  ['legacy.pt', 'open it in torch 1.6 or newer and torch.save it again'],
])('%s is refused with a reason', async (name, why) => {
  await expect(read(name)).rejects.toMatchObject({
    code: 'checkpoint-invalid',
    message: expect.stringContaining(why),
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
    let state = 1;
    const random = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
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
    'big-endian numbers': [
      'reversed',
      stored('data.pkl', tensor(4, 10)),
      stored('byteorder', 'big'),
    ],
    'no pickle': ['not one that torch.save wrote', data],
    'two pickles': [
      'not one that torch.save wrote',
      stored('data.pkl', tensor(4, 10)),
      { ...data, name: 'b/data.pkl' },
    ],
    TorchScript: ['TorchScript', stored('data.pkl', tensor(4, 10)), stored('constants.pkl', ')')],
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

  test('prefixes are removed from names as in torch files', async () => {
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
    const { index, format, skipped, metadata } = await readCheckpoint(blob, 'm.safetensors');
    expect(format).toBe('safetensors');
    expect([...index.tensors.keys()]).toEqual(['a']);
    expect(metadata).toEqual({ step: '3' });
    expect(skipped).toEqual([
      { name: 'module.ids', reason: 'type', dtype: 'I64' },
      { name: 'module.loss_calculator.b', reason: 'training-only' },
      { name: 'optimizer.state.0.exp_avg', reason: 'training-only' },
    ]);
  });

  test('a damaged file, or a file without weights, is checkpoint-invalid', async () => {
    for (const blob of [
      new Blob([]),
      new Blob(['no checkpoint']),
      file({ a: one(0) }, 2),
      file({}, 0),
    ])
      await expect(readCheckpoint(blob, 'm')).rejects.toMatchObject({
        code: 'checkpoint-invalid',
        values: { file: 'm' },
      });
  });
});
