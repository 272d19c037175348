import { readCheckpoint } from '../../../src/packs/checkpoint/index.ts';
import { readIndex, readTensor } from '../../../src/packs/safetensors.ts';
import { firstNonFinite } from '../../../src/packs/finite.ts';
import { findTensors } from '../../../src/packs/torch/find-tensors.ts';
import { readPickle } from '../../../src/packs/torch/pickle.ts';
import { readZip, dataOffset } from '../../../src/packs/torch/zip.ts';
import { zipFile, type ZipPart } from '../../../src/test/zip-file.ts';
import { fixtures } from '../fixtures.ts';
import { mutateBytes } from '../grammar/bytes.ts';
import { mutateJsonText } from '../grammar/json.ts';
import { mutatePickle, OPERATIONS } from '../grammar/pickle.ts';
import { BytesBlob, concat, latin1, little, utf8, type Bytes, type Target } from '../target.ts';

const text = (value: string) => concat([0x58], little(value.length, 4), latin1(value));

/** The pickle of a dict with one tensor of 2 × 3 floats. @param key under which the dict is saved, if any */
const tensorPickle = (key?: string): Bytes =>
  concat(
    [0x80, 2],
    latin1('}q\u0000('),
    ...(key ? [text(key), latin1('}(')] : []),
    text('w.weight'),
    latin1('ctorch._utils\n_rebuild_tensor_v2\n(('),
    text('storage'),
    latin1('ctorch\nFloatStorage\n'),
    ...[text('0'), text('cpu'), latin1('K\u0006tQK\u0000K\u0002K\u0003')],
    ...[[0x86], latin1('K\u0003K\u0001'), [0x86, 0x89], latin1('}tR')],
    ...(key ? [latin1('u'), text('epoch'), latin1('K\u0005'), text('ema'), latin1('}')] : []),
    latin1('u.'),
  );

/** A pickle that pushes one value of every operation, then stops. Most are refused at that operation. */
const programs = (): Bytes[] =>
  OPERATIONS.map((operation) =>
    concat([0x80, 3], latin1('](K\u0001K\u0002'), operation, latin1('.')),
  );

/** A pickle of the largest kinds that the reader limits. */
const large = (): Bytes[] => [
  concat([0x80, 2], latin1('('.repeat(1001))),
  concat([0x80, 2], latin1('}'), latin1('2'.repeat(1_000_001))),
  concat([0x80, 2], latin1(']0'.repeat(1_000_001))),
  concat([0x80, 2], latin1('N0'.repeat(2_500_001))),
];

const pickle: Target = {
  name: 'pickle',
  share: 200_000,
  parsers: [
    ...['machine', 'bytes'].map((name) => `core/pickle/${name}.ts`),
    ...['pickle', 'rebuild', 'find-tensors', 'harmless'].map((name) => `packs/torch/${name}.ts`),
  ],
  maxBytes: 4096,
  seeds: async () => [
    ...[tensorPickle(), tensorPickle('model'), tensorPickle('state_dict'), ...programs()],
    ...(await Promise.all(fixtures.torchFiles().map(pickleOf))),
  ],
  once: large,
  mutate: mutatePickle,
  run: (input) => findTensors(readPickle(input, 'f.pt'), 'f.pt'),
};

/** The entry `data.pkl` of a torch file. Empty if the file is not a zip. */
async function pickleOf(file: Bytes): Promise<Bytes> {
  const blob = new BytesBlob(file);
  if (file[0] !== 0x50) return new Uint8Array();
  for (const [name, entry] of await readZip(blob, 'f.pt'))
    if (name.endsWith('/data.pkl')) {
      const start = await dataOffset(blob, entry, 'f.pt');
      return file.slice(start, start + entry.size);
    }
  return new Uint8Array();
}

const parts = (data: Bytes): ZipPart[] => [
  { name: 'a/data.pkl', data },
  { name: 'a/byteorder', data: utf8('little') },
  { name: 'a/data/0', data: new Uint8Array(24) },
  { name: 'a/version', data: utf8('3\n') },
];

const torchZip: Target = {
  name: 'torch zip',
  share: 60_000,
  parsers: [
    'torch/zip',
    'torch/zip-end',
    'torch/index',
    'torch/archive',
    'checkpoint/errors',
    'checkpoint/weight-names',
  ].map((name) => `packs/${name}.ts`),
  maxBytes: 4096,
  seeds: async () => [
    zipFile(parts(tensorPickle())),
    zipFile(parts(tensorPickle('model')), { zip64: {} }),
    zipFile([{ ...parts(tensorPickle())[0], flags: 8 }, ...parts(new Uint8Array()).slice(1)]),
    zipFile([...parts(tensorPickle()), { name: 'a/constants.pkl', data: utf8('x') }]),
    ...['a.npy', 'model.weights.h5', 'a/'].map((name) => zipFile([{ name, data: utf8('x') }])),
    zipFile(parts(tensorPickle()), { entries: 0xffff, zip64: { entries: 300_000n } }),
    zipFile([
      ...parts(tensorPickle()),
      { name: 'a/x', data: new Uint8Array(), central: { extra: Uint8Array.of(1, 0, 9, 0) } },
    ]),
    ...fixtures.torchFiles().filter(({ length }) => length < 600),
  ],
  mutate(random, input, other) {
    if (random.below(3) > 0)
      return mutateBytes(random, input, other, [
        [0x50, 0x4b, 1, 2],
        [255, 255, 255, 255],
        utf8('a/data/0'),
      ]);
    const list = parts(
      mutatePickle(random, tensorPickle(random.pick([undefined, 'model'])), other),
    );
    const part = random.pick(list);
    random.pick<() => unknown>([
      () => list.splice(random.below(list.length), 1),
      () => list.push({ ...part }),
      () => (part.name = random.pick(['a/data.pkl', 'b/data.pkl', '../x', 'a/data/1', 'ä'])),
      () => (part.data = mutateBytes(random, new Uint8Array(part.data), other)),
      () => (part.method = 8),
      () => (part.flags = random.pick([1, 8, 0x40, 0x2000])),
      () => (part.central = { [random.pick(['size', 'storedSize', 'offset'])]: random.below(200) }),
      () =>
        (part.central = {
          size: 0xffffffff,
          extra: Uint8Array.from(little(1, 2 + random.below(30))),
        }),
      () => (part.local = { [random.pick(['size', 'method', 'extraBytes'])]: random.below(60) }),
      () => undefined,
    ])();
    return zipFile(
      list,
      random.pick([{}, { zip64: {} }, { entries: random.below(9) }, { zip64: { entries: 3n } }]),
    );
  },
  run: (input) => readCheckpoint(new BytesBlob(input), 'f.pt'),
};

const withLength = (header: Bytes, data: Uint8Array): Bytes =>
  concat(little(header.length, 8), header, data);

const entry = (dtype: string, shape: number[], offsets: number[]) => ({
  dtype,
  shape,
  data_offsets: offsets,
});
const headerOf = (value: unknown) => withLength(utf8(JSON.stringify(value)), new Uint8Array(64));

const safetensors: Target = {
  name: 'safetensors',
  share: 60_000,
  parsers: [
    'packs/safetensors.ts',
    'packs/json-structure.ts',
    'packs/checkpoint/index.ts',
    'packs/checkpoint/file-kinds.ts',
    'packs/checkpoint/number-types.ts',
    'packs/finite.ts',
  ],
  maxBytes: 4096,
  seeds: async () => [
    headerOf({
      a: entry('F32', [2, 3], [0, 24]),
      b: entry('F16', [4], [24, 32]),
      c: entry('BF16', [2], [32, 36]),
    }),
    headerOf({
      'module.a': entry('I8', [8], [0, 8]),
      x: entry('I64', [1], [8, 16]),
      __metadata__: { format: 'pt' },
    }),
    headerOf({ 'optimizer.a': entry('F32', [1], [0, 4]), 'module.b': entry('F32', [1], [4, 8]) }),
    headerOf({ 'module._orig_mod.a': entry('F16', [], [0, 2]) }),
    headerOf([]),
    headerOf({ a: entry('F32', [1], [1, 5]), __metadata__: 3 }),
    Uint8Array.from([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20]),
    concat([0x50, 0x4b, 3, 4], new Uint8Array(30)),
  ],
  once: () => [
    withLength(utf8('['.repeat(100_000)), new Uint8Array()),
    headerOf(Object.fromEntries(Array.from({ length: 100_001 }, (_, i) => [`t${i}`, 0]))),
    concat(little(40e6, 8), new Uint8Array(41e6)),
  ],
  mutate(random, input, other) {
    if (random.oneIn(4)) return mutateBytes(random, input, other);
    const length = Math.min(input[0] + 256 * input[1], input.length - 8);
    const header = mutateJsonText(random, input.slice(8, 8 + length), other.slice(8, 8 + other[0]));
    return withLength(header, input.subarray(8 + length));
  },
  async run(input) {
    await readCheckpoint(new BytesBlob(input), 'f.safetensors');
    const index = await readIndex(input, 'f.safetensors');
    for (const [name, { dtype, offset, byteLength }] of index.tensors) {
      await readTensor(input, index, name);
      firstNonFinite(input.subarray(offset, offset + byteLength), dtype);
    }
  },
};

export const checkpointTargets: readonly Target[] = [pickle, torchZip, safetensors];
