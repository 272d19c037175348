import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  easymocapFiles,
  aniposeFile,
  jarvisFile,
  multiviewFile,
  opencvFile,
  opencvJson,
  opencvList,
  pythonFile,
} from '../../../test/cameras/write-texts.ts';
import { POINTS, RIG, rowsOf } from '../../../test/cameras/rig.ts';
import { colmapFiles, colmapTexts, mammalFile } from '../../../test/cameras/write-binary.ts';
import { dannceFile, dannceStructs, matFile } from '../../../test/cameras/write-mat.ts';
import { distort } from '../distortion.ts';
import { camerasOf, readCameraFile, readCameraFolder, type CameraEntry } from './index.ts';

type Content = string | Uint8Array;
const bytesOf = (content: Content) =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

const file = (name: string, content: Content) => readCameraFile(bytesOf(content), name);
const folder = (files: Record<string, Content>) =>
  readCameraFolder(
    Object.entries(files).map(([name, content]) => ({ name, read: async () => bytesOf(content) })),
    'folder',
  );

/** Where an entry draws a point of the world, pixels. */
function pixelOf(
  { intrinsics, distortion = [], skew = 0, w2c }: CameraEntry,
  point: readonly number[],
) {
  if (!('fx' in intrinsics)) throw new Error('no focal length');
  const { fx, fy, cx = NaN, cy = NaN } = intrinsics;
  const [x, y, z] = [0, 4, 8].map(
    (at) => w2c[at] * point[0] + w2c[at + 1] * point[1] + w2c[at + 2] * point[2] + w2c[at + 3],
  );
  const [u, v] = distort(distortion, x / z, y / z);
  return [fx * u + skew * v + cx, fy * v + cy];
}

/** Each camera of the rig alone in a file. */
const each = (ending: string, make: (at: number) => Content): Record<string, Content> =>
  Object.fromEntries(RIG.map(({ name }, i) => [`${name}.${ending}`, make(i)]));

const [intrinsics, extrinsics] = easymocapFiles();
const texts = colmapTexts();
const binary = colmapFiles();
const json = RIG.map(({ name, size: [w, h], k, distortion, rotation, translation }) => ({
  ...{ name, w, h, K: rowsOf(k), R: rowsOf(rotation), t: translation, distortion },
}));

/** The rig in every format. Some do not have sizes, names or distortion. */
const FORMATS: [name: string, entries: () => Promise<CameraEntry[]>, lacks?: string][] = [
  ['JSON', () => file('rig.json', JSON.stringify(json))],
  ["DANNCE's .mat", () => file('label3d_dannce.mat', dannceFile()), 'size'],
  ['a compressed .mat', () => file('a', dannceFile({ compressed: true })), 'size'],
  ['a big-endian .mat', () => file('a.mat', dannceFile({ bigEndian: true })), 'size'],
  ['one .mat per camera', () => folder(each('mat', (i) => matFile(dannceStructs()[i]))), 'size'],
  [
    'a .mat with an array of structs',
    () => file('a.mat', matFile({ params: { structs: dannceStructs() } })),
    'size name',
  ],
  ["Anipose's calibration.toml", () => file('calibration.toml', aniposeFile())],
  ['TOML without an ending', () => file('calibration', aniposeFile())],
  ["MAMMAL's new_cam.pkl", () => file('new_cam.pkl', mammalFile()), 'size name distortion'],
  ['a pickle of NumPy 1', () => file('cams', mammalFile('core')), 'size name distortion'],
  [
    "EasyMocap's intri.yml and extri.yml",
    () => folder({ 'intri.yml': intrinsics, 'extri.yml': extrinsics }),
    'name',
  ],
  ['one file of OpenCV per camera', () => folder(each('yaml', opencvFile))],
  [
    'one file of OpenCV in JSON',
    async () => (await Promise.all(RIG.map((_, i) => file('a.json', opencvJson(i))))).flat(),
    'name',
  ],
  ['a list of OpenCV', () => file('cameras.yml', opencvList())],
  ["OpenCV's multiview_calibration.py", () => file('a.yaml', multiviewFile())],
  ["JARVIS's files", () => folder(each('yaml', jarvisFile)), 'size'],
  ["Python's YAML", () => file('a.yaml', pythonFile())],
  [
    'a COLMAP model as text',
    () => folder({ 'cameras.txt': texts.cameras, 'images.txt': texts.images }),
    'name',
  ],
  [
    'a binary COLMAP model',
    () =>
      folder({ 'cameras.bin': binary.cameras, 'images.bin': binary.images, 'points3D.bin': '' }),
    'name',
  ],
];

describe.each(FORMATS)('%s', (_, read, lacks = '') => {
  it('has the cameras of the rig', async () => {
    const entries = await read();
    expect(entries).toHaveLength(RIG.length);
    for (const [
      i,
      {
        size: [width, height],
        distortion,
        name,
      },
    ] of RIG.entries()) {
      const entry = entries[i];
      expect(entry.size).toEqual(lacks.includes('size') ? undefined : { width, height });
      expect(entry.distortion).toEqual(lacks.includes('distortion') ? undefined : distortion);
      if (!lacks.includes('name')) expect(entry.name).toBe(name);
    }
  });

  it('draws points where OpenCV does', async () => {
    for (const [i, entry] of (await read()).entries()) {
      const whole = { ...entry, distortion: RIG[i].distortion };
      for (const [k, point] of POINTS.entries()) {
        const [x, y] = pixelOf(whole, point);
        const [u, v] = RIG[i].pixels[k];
        expect(Math.hypot(x - u, y - v)).toBeLessThan(1e-3);
      }
    }
  });

  it('is refused where pictures are not undistorted', async () => {
    const entries = (await read()).map((entry) => ({ size: { width: 9, height: 9 }, ...entry }));
    if (!lacks.includes('distortion'))
      expect(() => camerasOf(entries, 'rig')).toThrow(
        /frame 0: the lens has distortion \(k1, k2, p1, p2, k3\)\. Undistort/,
      );
    const straight = entries.map((entry) => ({ ...entry, distortion: undefined }));
    expect(camerasOf(straight, 'rig')[0]).toMatchObject({
      fx: 1667.5,
      fy: 1674.25,
      cx: 603.9,
      cy: 493,
    });
  });
});

it('names of pictures are in COLMAP models', async () => {
  const entries = await folder({ 'cameras.bin': binary.cameras, 'images.bin': binary.images });
  expect(entries.map(({ picture }) => picture)).toEqual(RIG.map(({ name }) => `${name}.png`));
});

it('a skew is carried, and refused where pictures are not undistorted', async () => {
  const skewed = json.map(({ K: [[fx, , cx], ...rows], ...camera }) => ({
    ...{ ...camera, K: [[fx, -5.8, cx], ...rows], distortion: [] },
  }));
  const entries = await file('rig.json', JSON.stringify(skewed));
  expect(entries[0].skew).toBe(-5.8);
  expect(() => camerasOf(entries, 'rig')).toThrow(/frame 0: K has a skew of -5\.80 pixels/);
  const little = entries.map((entry) => ({ ...entry, skew: 0.5 }));
  expect(camerasOf(little, 'rig')).toHaveLength(3);
});

/** A calibration of a real rig beside the repository, and the same numbers as JSON. */
const rig = new URL('../../../../../shared/data/real-rig/raw/', import.meta.url);

it.skipIf(!existsSync(rig))("DANNCE's own file has the cameras of its calibration", async () => {
  const entries = await file('a.mat', readFileSync(new URL('label3d_dannce.mat', rig)));
  const truth = await file('a.json', readFileSync(new URL('calibration.json', rig)));
  expect(entries.map(({ name }) => name)).toEqual([1, 2, 3, 4, 5, 6].map((i) => `Camera${i}`));
  for (const [i, { intrinsics, skew, w2c, distortion }] of entries.entries()) {
    expect(distortion).toHaveLength(5);
    expect({ intrinsics, skew, w2c }).toEqual(truth[i]);
  }
});
