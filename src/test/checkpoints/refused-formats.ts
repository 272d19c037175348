import { deflateRawSync } from 'node:zlib';
import { weightFile } from '../example-checkpoint.ts';
import { gslrmTensors } from '../../families/gslrm/graph.ts';
import { GSLRM } from '../example-checkpoint.ts';
import { gslrmDict } from './weights-of.ts';
import { SavedObject, torchFile, torchParts } from './write-torch.ts';
import { latin1 } from '../ply/files.ts';
import { concat, zipFile, type ZipPart } from '../zip-file.ts';
import { row, type RefusedRow } from './refused-row.ts';

const bytes = (...values: (number | string)[]): Uint8Array<ArrayBuffer> =>
  concat(
    values.map((value) =>
      typeof value === 'number' ? Uint8Array.of(value) : new TextEncoder().encode(value),
    ),
  );

const zipOf = (...names: string[]) => zipFile(names.map((name) => ({ name, data: bytes('x') })));

/** The part, deflated. */
function deflated({ name, data }: ZipPart): ZipPart {
  const packed = new Uint8Array(deflateRawSync(data));
  const sizes = { size: data.length, storedSize: packed.length };
  return { name, data: packed, method: 8, central: sizes };
}

const whole = () => torchFile(gslrmDict());
const safetensors = () => weightFile(gslrmTensors(GSLRM));
const code = { name: 'archive/code/__torch__/net.py', data: bytes('def forward(self): pass\n') };
const LFS = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3463726498\n';

/** Files that are no checkpoint, or of a format that is not read. */
export const formatRows: readonly RefusedRow[] = [
  row('an empty file', 'damaged', () => ({ 'gslrm.pt': bytes() })),
  row('a torch file that is cut off', 'damaged', () => ({ 'gslrm.pt': whole().slice(0, 5000) })),
  row('a safetensors file that is cut off', 'damaged', () => ({
    'gslrm.safetensors': safetensors().slice(0, 20_000),
  })),
  row('a pointer of Git LFS', 'lfs-pointer', () => ({ 'gslrm.safetensors': LFS })),
  row('a pointer of Git LFS in place of a config', 'lfs-pointer', () => ({ 'config.json': LFS })),
  row('a web page in place of the weights', 'web-page', () => ({
    'gslrm.pt': '\n<!DOCTYPE html><title>Sign in</title>',
  })),
  row('an error of a server in XML', 'web-page', () => ({
    'gslrm.pt': '<?xml version="1.0"?><Error><Code>AccessDenied',
  })),
  row('a config that is not JSON', 'not-json', () => ({ 'config.json': '{"a": 1\n"b": 2}' })),
  row('other bytes', 'unknown-format', () => ({ 'gslrm.pt': 'some other bytes, and many more' })),

  row('GGUF', 'other-format', () => ({ 'gslrm.gguf': bytes('GGUF', 3, 'and the rest') })),
  row('HDF5 of Keras and TensorFlow', 'other-format', () => ({
    'gslrm.h5': bytes(0x89, 'HDF\r\n', 0x1a, '\n and the rest'),
  })),
  row('`.npy` of NumPy', 'other-format', () => ({
    'gslrm.npy': bytes(0x93, 'NUMPY', 1, 0, ' and the rest'),
  })),
  row('`.npz` of NumPy', 'other-format', () => ({ 'gslrm.npz': zipOf('a.npy', 'b.npy') })),
  row('`.keras`', 'other-format', () => ({
    'gslrm.keras': zipOf('config.json', 'model.weights.h5'),
  })),
  row('msgpack of Flax', 'other-format', () => ({
    'flax_model.msgpack': bytes(0x82, 'and the rest'),
  })),
  row('TensorFlow’s `.ckpt.index`', 'other-format', () => ({
    'model.ckpt-1000.index': 'some bytes of an index',
  })),

  row('a folder as `.zip`', 'archive', () => ({
    'gslrm.zip': zipOf('gslrm/config.json', 'gslrm/code/train.py', 'gslrm/constants.pkl'),
  })),
  row('a `.tar`', 'archive', () => ({
    'gslrm.tar': concat([new Uint8Array(257), bytes('ustar', 0, '00')]),
  })),
  ...Object.entries({
    gzip: ['tar.gz', 0x1f, 0x8b, 8, 0],
    bzip2: ['pt.bz2', 'BZh9'],
    xz: ['tar.xz', 0xfd, '7zXZ', 0],
    zstd: ['tar.zst', 0x28, 0xb5, 0x2f, 0xfd],
    '7z': ['7z', '7z', 0xbc, 0xaf, 0x27, 0x1c],
    rar: ['rar', 'Rar!', 0x1a, 7],
  }).map(([what, [ending, ...first]]) =>
    row(what, 'archive', () => ({ [`gslrm.${ending}`]: bytes(...first, ' and the rest of it') })),
  ),

  row('a part of torch.distributed (`.distcp`)', 'distributed', () => ({
    '__0_0.distcp': zipOf('a', 'b'),
  })),
  row(
    'tensors of FSDP (DTensor)',
    'distributed',
    () => ({
      'gslrm.pt': torchFile({ model: new SavedObject('torch.distributed.tensor', 'DTensor') }),
    }),
    'checkpoint-unsafe',
  ),
  row('PyTorch before 1.6', 'old-torch', () => ({
    'gslrm.pt': latin1('\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19'),
  })),
  row('Python’s pickle', 'plain-pickle', () => ({
    'gslrm.pt': bytes(0x80, 4, 0x95, 1, 2, 3, 4, 5, 6, 7),
  })),
  row('TorchScript', 'program', () => ({
    'gslrm.pt': zipFile([
      ...torchParts(gslrmDict()),
      { name: 'archive/constants.pkl', data: bytes(')') },
    ]),
  })),
  row('TorchScript with its code, which is compressed', 'program', () => ({
    'gslrm.pt': zipFile([...torchParts(gslrmDict()), deflated(code)]),
  })),
  row('torch.export (`.pt2`)', 'program', () => ({
    'gslrm.pt2': zipOf('serialized_exported_program.json', 'serialized_state_dict.json'),
  })),
  row('torch.package', 'program', () => ({
    'gslrm.pt': zipOf('gslrm/.data/extern_modules', 'gslrm/model/model.pkl'),
  })),
  row('a torch file that was compressed', 'compressed', () => ({
    'gslrm.pt': zipFile(torchParts(gslrmDict()).map(deflated)),
  })),
  row('a torch file that was encrypted', 'compressed', () => ({
    'gslrm.pt': zipFile(torchParts(gslrmDict()).map((part) => ({ ...part, flags: 1 }))),
  })),
  row('big-endian numbers', 'big-endian', () => ({
    'gslrm.pt': zipFile(
      torchParts(gslrmDict()).map((part) =>
        part.name.endsWith('byteorder') ? { ...part, data: bytes('big') } : part,
      ),
    ),
  })),
];
