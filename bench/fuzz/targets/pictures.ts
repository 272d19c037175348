import { encode } from 'fast-png';
import { gzipSync, zipSync } from 'fflate';
import { leanOnnx } from '../../../src/graphs/onnx-lean.ts';
import { GraphBuilder } from '../../../src/graphs/builder.ts';
import { openSplat } from '../../../src/core/ply/index.ts';
import { removers } from '../../../src/families/index.ts';
import { decodeWith } from '../../../src/pipeline/photo/decode.ts';
import type { ImageCodec } from '../../../src/pipeline/photo/picture-codec.ts';
import { decodePicture } from '../../../src/pipeline/stages/photo.ts';
import { tiffOf } from '../../../src/test/photos/tiff.ts';
import { readPhotoHeader } from '../../../src/pipeline/photo/header.ts';
import { bombs } from '../../../src/test/photos/bombs.ts';
import { fixtures } from '../fixtures.ts';
import { mutateBytes, splice } from '../grammar/bytes.ts';
import { mutateProtobuf } from '../grammar/protobuf.ts';
import type { Random } from '../random.ts';
import { BytesBlob, concat, latin1, textOf, utf8, type Bytes, type Target } from '../target.ts';

const PLY_WORDS = [
  ...[
    'property float ',
    'property uchar red\n',
    'property list uchar int ',
    'element vertex ',
    'x',
    'opacity',
  ],
  ...[
    'f_rest_0',
    'end_header\n',
    'comment ',
    'format ascii 1.0\n',
    'obj_info\n',
    '-1',
    '1e38',
    'nan',
    'inf',
  ],
  ...['999999999999999', '1e400', '\r\n', '\n', ' '],
].map(latin1);

/** Changes one line of a PLY's header. */
function mutateHeader(random: Random, input: Bytes): Bytes {
  const end = textOf(input).indexOf('end_header');
  const lines = textOf(input.subarray(0, Math.max(end, 0))).split('\n');
  const at = random.below(lines.length);
  const words = lines[at].split(' ');
  random.pick<() => unknown>([
    () => lines.splice(at, 1),
    () => lines.splice(at, 0, lines[random.below(lines.length)]),
    () => lines.splice(at, 0, textOf(random.pick(PLY_WORDS)).trim()),
    () => {
      words[random.below(words.length)] = textOf(random.pick(PLY_WORDS)).trim();
      lines[at] = words.join(' ');
    },
    () => {
      const type = random.pick([
        'float',
        'double',
        'uchar',
        'int',
        'uint',
        'char',
        'ushort',
        'list uchar int',
      ]);
      lines[at] = lines[at].replace(/\b(float|double|uchar|uint)\b/, type);
    },
    () => (lines[at] = lines[at].replace(/\d+/, `${random.pick([0, 1, 2, 3, 4, 9, 1e6])}`)),
  ])();
  return concat(latin1(lines.join('\n')), input.subarray(Math.max(end, 0)));
}

/** A PLY of one Gaussian, with a list of this type before it. */
const typedPly = (type: string): Bytes => {
  const names =
    'x y z f_dc_0 f_dc_1 f_dc_2 opacity scale_0 scale_1 scale_2 rot_0 rot_1 rot_2 rot_3';
  const columns = names.split(' ').map((name) => `property ${type} ${name}`);
  const head = [
    'ply',
    'format binary_little_endian 1.0',
    'element a 1',
    `property list ${type} char b`,
  ];
  const lines = [...head, 'element vertex 1', ...columns, 'end_header', ''];
  return concat(
    latin1(lines.join('\n')),
    [0, 0, 0, 0].slice(0, sizes[type]),
    new Uint8Array(14 * sizes[type]),
  );
};
const sizes: Readonly<Record<string, number>> = { char: 1, short: 2, ushort: 2, int: 4, uint: 4 };

const ply: Target = {
  name: 'PLY',
  share: 80_000,
  parsers: [
    'header',
    'foreign',
    'foreign-bytes',
    'element-offsets',
    'sizes',
    'columns',
    'colours',
    'scalar',
    'refuse',
    'open',
    'read',
    'read-ascii',
    'text-faults',
    'read-binary',
    'read-compressed',
  ].map((name) => `core/ply/${name}.ts`),
  maxBytes: 16_384,
  seeds: async () => [
    ...fixtures.plys(),
    ...['char', 'short', 'ushort', 'int', 'uint'].map(typedPly),
    // Other formats: gzip, SPZ inside gzip, a zip archive, and the row of a .splat.
    ...['ply\n', 'NGSP\u0002'].map((text) => gzipSync(latin1(text))),
    zipSync({ 'means_l.webp': latin1('x') }),
    concat(new Uint8Array(28), [255, 128, 128, 128]),
    latin1('ply\rformat ascii 1.0\relement vertex 1\rproperty float x\rend_header\r1\r'),
    latin1(
      'ply\nformat ascii 1.0\nelement face 2\nproperty list uchar int a\nelement vertex 0\nproperty float x\nend_header\n2 1 2 0\n',
    ),
    latin1(
      'ply\nformat binary_big_endian 1.0\nelement face 1\nproperty list uchar int a\nelement vertex 0\nproperty float x\nend_header\n\u0001\0\0\0\u0001',
    ),
  ],
  mutate: (random, input, other) =>
    random.oneIn(2) ? mutateHeader(random, input) : mutateBytes(random, input, other, PLY_WORDS),
  run: (input) => openSplat(input, 'splat.ply'),
};

const PHOTO_WORDS = [
  ...[
    [0xff, 0xd8, 0xff],
    [0xff, 0xc0, 0, 11, 8],
    [0xff, 0xda],
    [0xff, 0xd9],
    [0xff, 0],
    [0xff, 0xe1, 0, 8],
  ],
  ...[
    'VP8X',
    'VP8 ',
    'VP8L',
    'ANMF',
    'IHDR',
    'CgBI',
    'ispe',
    'tkhd',
    'ftyp',
    'GIF89a',
    'BM',
    '!\xf9\x04',
    ',',
  ].map(latin1),
];

const photo: Target = {
  name: 'photo headers',
  share: 300_000,
  parsers: [
    'photo/header',
    'photo/jpeg-size',
    'photo/riff-gif-size',
    'photo/iso-size',
    'photo/size',
  ].map((name) => `pipeline/${name}.ts`),
  maxBytes: 4096,
  seeds: async () => {
    const files = bombs(300).map(([, bytes]) => bytes);
    const chunk = (type: string) =>
      concat(latin1(`RIFF\x30\0\0\0WEBP${type}\x10\0\0\0`), new Uint8Array(24));
    return [
      ...files,
      ...fixtures.photos(),
      ...['VP8 ', 'VP8L', 'ANMF'].map(chunk),
      concat(latin1('\0\0\0\x14ftypavis\0\0\0\0mif1\0\0\0\x5ctkhd'), new Uint8Array(100)),
      splice(files[0], 8, 8, latin1('\0\0\0\x04CgBI\0\0\0\0\0\0\0\0')),
      concat(latin1('BM'), new Uint8Array(12), [12, 0, 0, 0, 9, 0, 8, 0, 0, 0, 0, 0]),
    ];
  },
  mutate: (random, input, other) => mutateBytes(random, input, other, PHOTO_WORDS),
  run(input) {
    const { width, height } = readPhotoHeader(input)?.size ?? { width: 1, height: 1 };
    if (!(width > 0 && height > 0 && Number.isInteger(width * height)))
      throw new Error('a bad size');
  },
};

const tiffPage = { width: 3, height: 2, bits: 8 as const, samples: [1, 2, 3, 4, 5, 6] };

/** Pictures whose pixels the app decodes itself, and what is found out when a decoder refuses a file. */
const decoders: Target = {
  name: 'picture decoders',
  share: 20_000,
  parsers: [
    'decode',
    'damage',
    'foreign',
    'webp-orientation',
    'decoders/tiff',
    'decoders/pnm',
    'decoders/levels',
    'decoders/orient',
    'decoders/deep-png',
  ].map((name) => `pipeline/photo/${name}.ts`),
  maxBytes: 4096,
  seeds: async () => [
    tiffOf([tiffPage, tiffPage]),
    tiffOf([{ ...tiffPage, photometric: 0, tags: { 274: [6] } }], false),
    tiffOf([{ ...tiffPage, bits: 16, format: 2 }]),
    tiffOf([{ ...tiffPage, bits: 32, format: 3 }]),
    tiffOf([{ ...tiffPage, width: 1, height: 3, channels: 2, tags: { 338: [1] } }]),
    tiffOf([{ ...tiffPage, width: 2, height: 1, channels: 3, photometric: 2 }]),
    tiffOf([{ ...tiffPage, photometric: 3, tags: { 320: Array<number>(768).fill(7) } }]),
    tiffOf([{ ...tiffPage, width: 2, height: 1, channels: 3, photometric: 6 }]),
    ...[
      'P1 3 2 101010',
      'P2 2 1 15 3 4',
      'P4 9 1\n\x01\x02',
      'P5 2 2 255\nabcd',
      'P6 1 1 65535\nabcdef',
    ].map(latin1),
    Uint8Array.from(
      encode({ width: 4, height: 4, channels: 1, depth: 16, data: new Uint16Array(16).fill(9) }),
    ),
    concat(
      latin1('RIFF\x30\0\0\0WEBPVP8X\x0a\0\0\0'),
      new Uint8Array(10),
      latin1('EXIF\x1a\0\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0'),
    ),
    ...fixtures.photos(),
    latin1('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  ],
  mutate: (random, input, other) => mutateBytes(random, input, other, PHOTO_WORDS),
  async run(input) {
    // The host's decoder gives one pixel for a WebP file, and refuses all others.
    const host = async (file: Blob) => {
      if (file.size % 2 === 0) throw new Error('refused');
      return { width: 1, height: 1, data: new Uint8ClampedArray(4) };
    };
    const codec = {
      decode: (...[file, request]: Parameters<ImageCodec['decode']>) =>
        decodeWith(host, file, request),
      encodePng: () => Promise.reject(new Error('nothing is written here')),
    };
    const { signal } = new AbortController();
    await decodePicture({ file: new BytesBlob(input) }, { runtime: { codec }, signal });
  },
};

/** A network with the shape of a background remover, without weights. */
function remover(masks: number, attends: boolean): Bytes {
  const g = new GraphBuilder({ name: 'remover', weights: [] });
  const image = g.input('in0', 'f32', [1, 3, 1024, 1024]);
  const body = attends
    ? g.op('Sigmoid', [g.op('MatMul', [g.op('Softmax', [image]), image])])
    : image;
  const shape = [1, 1, 1024, 1024];
  for (let i = 0; i < masks; i++)
    g.output(`mask${i}`, g.op('Slice', [body, g.i64([0]), g.i64([1]), g.i64([1])], { shape }));
  return g.build().bytes;
}

/** A model of one node, whose attribute has subgraphs and sparse and external tensors. */
function nested(depth: number): Bytes {
  const field = (number: number, bytes: ArrayLike<number>) =>
    concat([number * 8 + 2, bytes.length], bytes);
  const name = (text: string) => field(1, utf8(text));
  let node = concat(
    name('a'),
    field(2, utf8('b')),
    field(4, utf8('If')),
    field(7, utf8('ai.onnx')),
  );
  for (let i = 0; i < depth && node.length < 100; i++)
    node = concat(name('a'), field(5, concat(field(6, field(1, node)))), field(4, utf8('If')));
  const sparse = [0xb2, 1, 4, 0x0a, 2, 0x70, 1];
  const attributes = concat(field(5, [0x2a, 2, 0x70, 1]), field(5, sparse));
  const graph = concat(field(1, concat(node, attributes)), field(15, [0x0a, 2, 0x70, 0]));
  return concat([8, 8, 0x42, 2, 0x10, 17], field(7, graph));
}

const onnx: Target = {
  name: 'ONNX removers',
  share: 25_000,
  parsers: [
    'graphs/onnx-read.ts',
    'graphs/proto-read.ts',
    'graphs/onnx-lean.ts',
    'families/onnx-remover/graph.ts',
    'families/onnx-remover/recognise.ts',
  ],
  maxBytes: 32_768,
  seeds: async () => [
    ...[remover(1, true), remover(7, false), remover(12, false), nested(0), nested(3)],
    fixtures.remover(),
  ],
  mutate: mutateProtobuf,
  async run(input) {
    const blob = new BytesBlob(input);
    await leanOnnx(blob, 'f.onnx').catch((error: unknown) => {
      // The only error that `leanOnnx` documents.
      if (!(error instanceof RangeError)) throw error;
    });
    for (const each of removers) await each.recognise?.(blob, 'u2net.onnx');
  },
};

export const pictureTargets: readonly Target[] = [ply, photo, decoders, onnx];
