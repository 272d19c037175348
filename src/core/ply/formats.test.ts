import { readFileSync } from 'node:fs';
import { gzipSync, zipSync } from 'fflate';
import { describe, expect, it, test } from 'vitest';
import {
  anyRefusalOf,
  floats,
  joined,
  latin1,
  makePly,
  rgb,
  without,
} from '../../test/ply/files.ts';
import { cloud, face, file, points, rows } from '../../test/ply/example.ts';
import { makeKsplat } from '../../test/exchange/make-ksplat.ts';
import { antimatter, kellogg } from '../../test/ply/other-splats.ts';
import { formatsTable } from '../../test/docs/formats-table.ts';
import { FACELIFT_NAMES } from './columns.ts';
import { exportSplat } from '../exchange/index.ts';
import { writePly } from './index.ts';

// Each row of the table of splats in docs/formats.md, with files of its kind.

const coloured = (white: number) =>
  rows.map((row, i) => ({ ...row, red: (i % 5) * white, green: 0.5 * white, blue: white }));
const packed = new URL('../../../models/parity/ply/packed2.compressed.ply', import.meta.url);

/** A .splat whose first bytes are these. */
const beginning = (start: string) => joined(latin1(start), antimatter(40).subarray(start.length));

const spz = latin1(`NGSP\u0002\0\0\0\u0028\0\0\0\0\u000c\0\0${'\u0007'.repeat(900)}`);
/** An archive of these files, with `size` bytes in each. */
const zipOf = (names: readonly string[], size = 1) =>
  zipSync(Object.fromEntries(names.map((name) => [name, new Uint8Array(size)])), { level: 0 });
const tensors = Array.from({ length: 200 }, (_, i) => `archive/data/${i}`);

/** Name, bytes, and the expected error; without an error the file is read. */
type Example = [name: string, bytes: Uint8Array, code?: string, format?: string];

const examples: Record<string, Example[]> = {
  'PLY of 3DGS: text, binary in both byte orders': [
    ['a.ply', file()],
    ['a.ply', file({ format: 'ascii' })],
    ['a.ply', file({ format: 'binary_big_endian' })],
    ['ours.ply', writePly(cloud)],
    // The bytes decide, not the name.
    ['a.splat', file()],
  ],
  'PLY of 2DGS': [['a.ply', file({ columns: without('scale_2') })]],
  'PLY of FaceLift, 62 columns': [
    ['a.ply', writePly(cloud, 'facelift')],
    ['a.ply', file({ columns: floats(FACELIFT_NAMES) })],
  ],
  'PLY with colours in `red green blue`': [
    ['a.ply', makePly(coloured(255), { columns: rgb('uchar') })],
    ['a.ply', makePly(coloured(0.25), { columns: rgb('float') })],
  ],
  'compressed.ply of PlayCanvas': [['a.compressed.ply', new Uint8Array(readFileSync(packed))]],
  'PLY of points': [['a.ply', file({ columns: points }), 'ply-points']],
  'PLY of a mesh': [['a.ply', file({ columns: points, behind: face }), 'ply-mesh']],
  'gzip, zip, zstd, xz, bzip2, 7z, rar': [
    ['a.ply.gz', gzipSync(file()), 'ply-packed', 'gzip'],
    ['a.ply', gzipSync(file()), 'ply-packed', 'gzip'],
    ['a.gz', latin1('\u001f\u008b\u0008 not gzip'), 'ply-packed', 'gzip'],
    ['a.zip', zipOf(['a.ply']), 'ply-packed', 'zip'],
    ['a.ply.zst', latin1('\u0028\u00b5\u002f\u00fdxxxx'), 'ply-packed', 'zstd'],
    ['a.ply.xz', latin1('\u00fd7zXZ\0'), 'ply-packed', 'xz'],
    ['a.ply.bz2', latin1('BZh91AY'), 'ply-packed', 'bzip2'],
    ['a.7z', latin1('7z\u00bc\u00af\u0027'), 'ply-packed', '7z'],
    ['a.rar', latin1('Rar!\u001a'), 'ply-packed', 'rar'],
  ],
  '.splat': [
    ['a.splat', antimatter(40)],
    ['a.ply', antimatter(40)],
    // Its first number looks like JSON, or like OBJ.
    ['a.ply', beginning('[')],
    ['a.ply', beginning('v 9?\n')],
    ['a.SPLAT', latin1('anything'), 'splat-damaged', '.splat'],
  ],
  '.ksplat': [
    ['a.ksplat', await makeKsplat(cloud)],
    ['a.ply', await makeKsplat(cloud)],
    ['a.ply', kellogg(), 'splat-damaged', '.ksplat'],
    ['a.ksplat', latin1('anything'), 'splat-damaged', '.ksplat'],
  ],
  '.spz': [
    ['a.spz', await exportSplat(cloud, 'spz')],
    ['a.ply', await exportSplat(cloud, 'spz')],
    ['a.ply', gzipSync(spz)],
    ['a.ply', gzipSync(spz.subarray(0, 500)), 'splat-damaged', '.spz'],
    ['a.spz', latin1('anything'), 'splat-damaged', '.spz'],
  ],
  '.spz of version 4': [['a.spz', spz, 'ply-other-splat', '.spz (version 4)']],
  '.sog': [
    ['a.sog', await exportSplat(cloud, 'sog')],
    ['a.ply', await exportSplat(cloud, 'sog')],
    ['a.ply', zipOf(['meta.json', 'means_l.webp', 'sh0.webp'], 9000), 'splat-damaged', 'SOG'],
    ['a.sog', zipOf(['x']), 'splat-damaged', 'SOG'],
  ],
  '.glb with Gaussians': [
    ['a.glb', await exportSplat(cloud, 'glb')],
    ['a.ply', await exportSplat(cloud, 'glb')],
    ['a.glb', latin1('glTF\u0002\0\0\0'), 'splat-damaged', '.glb'],
  ],
  'meta.json of SOG': [
    [
      'meta.json',
      latin1('{"version":2,"count":9,"means":{"files":[]},"scales":{},"quats":{},"sh0":{}}'),
      'ply-other-splat',
      'SOG (meta.json)',
    ],
  ],
  '.lcc': [['meta.lcc', latin1('{"version":"5.0","splats":9}'), 'ply-other-splat', '.lcc']],
  '.gltf, .usdz': [
    ['a.gltf', latin1('{ "asset": { "version": "2.0" } }'), 'ply-unknown'],
    ['a.usdz', zipOf(['scene']), 'ply-unknown'],
    ['a.ply', zipOf(['scene.usdc']), 'ply-unknown'],
  ],
  '.las, .e57, .pcd, points3D.txt': [
    ['a.las', latin1('LASF\0'), 'ply-points'],
    ['a.e57', latin1('ASTM-E57'), 'ply-points'],
    ['a.pcd', latin1('# .PCD v0.7'), 'ply-points'],
    ['a.pcd', latin1('VERSION .7\n'), 'ply-points'],
    ['points3D.txt', latin1('# 3D point list with one line of data per point:'), 'ply-points'],
  ],
  '.obj, .stl': [
    ['a.obj', latin1('# Blender\nmtllib a.mtl\no Cube\nv 1 1 1\n'), 'ply-mesh'],
    ['a.obj', latin1('v 1 1 1\nv 1 2 1\n'), 'ply-mesh'],
    ['a.stl', latin1('solid cube\n facet normal 0 0 1\n'), 'ply-mesh'],
    ['a.stl', new Uint8Array(84), 'ply-mesh'],
    ['a.OBJ', latin1('usemtl a\n'), 'ply-mesh'],
  ],
  '.pt, .pth, .ckpt, .npz, .npy, .safetensors': [
    ['a.pth', latin1('\u0080\u0002\u008a\n'), 'ply-unknown'],
    ['a.npy', latin1('\u0093NUMPY\u0001\0'), 'ply-unknown'],
    ['a.safetensors', latin1('\u0010\0\0\0\0\0\0\0{"a":{"dtype":"F32"}}'), 'ply-unknown'],
    ['a.ckpt', zipOf(['archive/data.pkl', ...tensors]), 'ply-unknown'],
    ['a.npz', zipOf(['means.npy']), 'ply-unknown'],
  ],
  'pictures, videos, JSON': [
    ['a.png', latin1('\u0089PNG\r\n'), 'ply-unknown'],
    ['a.jpg', latin1('\u00ff\u00d8\u00ff\u00e0'), 'ply-unknown'],
    ['a.webp', latin1('RIFF\0\0\0\0WEBP'), 'ply-unknown'],
    ['a.mp4', latin1('\0\0\0\u0020ftypisom'), 'ply-unknown'],
    ['cameras.json', latin1('[{"id":0,"img_name":"0"}]'), 'ply-unknown'],
  ],
  'a web page, a pointer of Git LFS': [
    ['a.ply', latin1('<!DOCTYPE html><html>'), 'ply-web-page'],
    ['a.ply', latin1('\n<HTML lang="en">'), 'ply-web-page'],
    ['a.ply', latin1('<?xml version="1.0"?><Error><Code>AccessDenied'), 'ply-web-page'],
    ['a.ply', latin1('version https://git-lfs.github.com/spec/v1\n'), 'ply-pointer'],
  ],
  'text in UTF-16': [
    ['a.ply', latin1('\u00ff\u00fep\0l\0y\0\n\0'), 'ply-unknown'],
    ['a.ply', latin1('\u00fe\u00ff\0p\0l\0y\0\n'), 'ply-unknown'],
  ],
};

it('docs/formats.md has a row for each kind, and says what is done', () => {
  const tried = Object.entries(examples).map(([kind, [[, , code]]]) => [
    kind,
    code ? 'refused' : 'read',
  ]);
  expect(formatsTable('Splats', '\n## ')).toEqual(tried);
});

describe.each(Object.entries(examples))('%s', (_, list) => {
  test.each(list)('%s', async (name, bytes, code, format) => {
    const error = await anyRefusalOf(bytes, name);
    expect(error?.code).toBe(code);
    if (code) expect(error?.values).toEqual({ file: name, ...(format && { format }) });
  });
});

describe('is not taken for a .splat or a .ksplat', () => {
  const noise = (count: number) =>
    Uint8Array.from({ length: count }, (_, i) => (i * i * 7919) >> 3);
  const damaged = (at: number, value: number) => {
    const bytes = antimatter(40);
    new DataView(bytes.buffer).setFloat32(32 * 39 + at, value, true);
    return bytes;
  };
  const counts = (k: number, value: number) => {
    const bytes = kellogg();
    new DataView(bytes.buffer).setUint32(4 * k, value, true);
    return bytes;
  };
  test.each<[string, Uint8Array]>([
    ['noise', noise(3200)],
    ['rows and a byte', joined(antimatter(40), latin1('x'))],
    ['a centre that is not finite', damaged(4, NaN)],
    ['a centre far away', damaged(0, 1e9)],
    ['a negative size', damaged(12, -0.1)],
    ['a size beyond everything', damaged(20, 1e9)],
    ['no quaternion', damaged(28, 0)],
    ['zeros', new Uint8Array(6400)],
    ['more sections than there may be', counts(2, 5)],
    ['more Gaussians than there may be', counts(4, 41)],
    ['sections beyond the end', counts(1, 1000)],
    ['another compression', counts(5, 9)],
  ])('%s', async (_, bytes) => {
    const error = await anyRefusalOf(bytes, 'a.ply');
    expect([error?.code, error?.message]).toEqual([
      'ply-unknown',
      expect.stringContaining('it begins with') as string,
    ]);
  });
});
