import { readFile } from 'node:fs/promises';
import { describe, expect, it, test } from 'vitest';
import { readIndex, readTensor } from '../../packs/safetensors.ts';
import { toFileAxes } from '../gaussians/axes.ts';
import { SH_C0, shRestSize, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { readPly, writePly } from './index.ts';

// models/parity/record_ply.py made these files with plyfile and splat-transform.

const folder = new URL('../../../models/parity/ply/', import.meta.url);
const bytesOf = async (name: string) => new Uint8Array(await readFile(new URL(name, folder)));
const load = async (name: string) => readPly(await bytesOf(`${name}.ply`));

const file = await bytesOf('values.safetensors');
const index = await readIndex(file, 'values.safetensors');
const tensor = (name: string) => readTensor(file, index, name);

/** The cloud's numbers per Gaussian: centre, SH DC, other coefficients, opacity logit, log scale, rotation. */
function rowsOf(cloud: GaussianCloud, degree: 0 | 1 | 2 | 3 = cloud.sh?.degree ?? 0): number[][] {
  const size = 3 * shRestSize(degree);
  return Array.from({ length: cloud.count }, (_, i) => [
    ...cloud.xyz.subarray(3 * i, 3 * i + 3),
    ...cloud.shDc.subarray(3 * i, 3 * i + 3),
    ...(cloud.sh?.rest.subarray(size * i, size * (i + 1)) ?? []),
    cloud.opacityLogit[i],
    ...cloud.logScale.subarray(3 * i, 3 * i + 3),
    ...cloud.rotation.subarray(4 * i, 4 * i + 4),
  ]);
}

function rowsIn(values: Float32Array, width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, i) => [
    ...values.subarray(width * i, width * (i + 1)),
  ]);
}

/** The recorded rows, with the coefficients of that SH degree. */
const recordedRows = async (degree: 0 | 1 | 2 | 3) =>
  rowsIn(await tensor('values'), 59).map((row) => [
    ...row.slice(0, 6 + 3 * shRestSize(degree)),
    ...row.slice(51),
  ]);

describe('reads', () => {
  it.each([
    ['degree0', 0],
    ['degree1', 1],
    ['degree2', 2],
    ['degree3', 3],
    ['facelift', 0],
    ['big_endian', 1],
    ['ascii', 1],
    ['doubles', 0],
    ['among_others', 0],
    ['among_others_ascii', 0],
    ['crlf', 0],
  ] as const)('%s', async (name, degree) => {
    const cloud = await load(name);
    expect(cloud.sh?.degree ?? 0).toBe(degree);
    expect(rowsOf(cloud)).toEqual(await recordedRows(degree));
  });

  it('bytes that begin at any alignment', async () => {
    const bytes = await bytesOf('degree3.ply');
    for (const shift of [0, 1, 2, 3]) {
      const moved = new Uint8Array(bytes.length + shift).subarray(shift);
      moved.set(bytes);
      expect(rowsOf(readPly(moved))).toEqual(await recordedRows(3));
    }
  });

  it('byte colours where there are no coefficients', async () => {
    const cloud = await load('byte_colours');
    cloud.shDc.forEach((value, i) => {
      const level = 50 * Math.trunc(i / 3) + (i % 3);
      expect(SH_C0 * value + 0.5).toBeCloseTo(level / 255, 6);
    });
    const others = (rows: number[][]) => rows.map((row) => row.toSpliced(3, 3));
    expect(others(rowsOf(cloud))).toEqual(others(await recordedRows(0)));
  });

  it('rejects point clouds', async () => {
    const bytes = await bytesOf('points.ply');
    expect(() => readPly(bytes)).toThrowError(expect.objectContaining({ code: 'ply-points' }));
  });
});

describe('unpacks compressed.ply as splat-transform does', () => {
  it.each([
    ['packed0', 0],
    ['packed2', 2],
  ] as const)('%s', async (name, degree) => {
    const cloud = await load(`${name}.compressed`);
    expect(cloud.count).toBe(260);
    expect(cloud.sh?.degree ?? 0).toBe(degree);
    expect(cloud.opacityLogit.every(Number.isFinite)).toBe(true);
    const width = 14 + 3 * shRestSize(degree);
    const expected = rowsIn(await tensor(name), width);
    const opacity = width - 8;
    expected.forEach((row, i) => {
      const ours = rowsOf(cloud, degree)[13 * i];
      row.forEach((value, k) => {
        if (k === opacity && !Number.isFinite(value)) expect(ours[k] * value).toBeGreaterThan(0);
        else expect(Math.abs(ours[k] - value)).toBeLessThan(2e-6 * Math.max(1, Math.abs(value)));
      });
    });
  });
});

test('toFileAxes turns a cloud as splat-transform does, SH coefficients included', async () => {
  const turned = rowsOf(toFileAxes(await load('degree3')));
  const expected = rowsIn(await tensor('turned'), 59);
  expected.forEach((row, i) => {
    // A quaternion and its negative are one rotation.
    const sign = Math.sign(row.slice(-4).reduce((sum, v, k) => sum + v * turned[i][55 + k], 0));
    row.forEach((value, k) => expect(turned[i][k]).toBeCloseTo(k >= 55 ? sign * value : value, 5));
  });
});

describe('writes and reads back', () => {
  it.each(['degree0', 'degree1', 'degree2', 'degree3'])('%s, standard', async (name) => {
    const cloud = await load(name);
    const back = readPly(writePly(cloud));
    expect(back.sh?.degree).toBe(cloud.sh?.degree);
    const rows = rowsOf(cloud);
    // Quaternions and SH bands 2 and 3 are rounded. Everything else is exact.
    rowsOf(back).forEach((row, i) =>
      row.forEach((value, k) => expect(value).toBeCloseTo(rows[i][k], 5)),
    );
    expect([back.xyz, back.shDc]).toEqual([cloud.xyz, cloud.shDc]);
    expect([back.opacityLogit, back.logScale]).toEqual([cloud.opacityLogit, cloud.logScale]);
    if (cloud.sh?.degree === 1) expect(back.sh).toEqual(cloud.sh);
  });

  it('facelift: all values to the bit, coefficients padded to degree 3', async () => {
    expect(readPly(writePly(await load('degree3'), 'facelift'))).toEqual(await load('degree3'));
    expect(readPly(writePly(await load('degree0'), 'facelift'))).toEqual(await load('degree0'));
    const [one, padded] = [
      await load('degree1'),
      readPly(writePly(await load('degree1'), 'facelift')),
    ];
    for (let channel = 0; channel < 15; channel++) {
      const values = padded.sh?.rest.subarray(15 * channel, 15 * (channel + 1)) ?? [];
      const first = one.sh?.rest.subarray(3 * channel, 3 * (channel + 1)) ?? [];
      expect([...values]).toEqual([...first, ...new Array<number>(12).fill(0)]);
    }
  });

  it('facelift: the bytes of the recorded file, except the colours, which are black there', async () => {
    const recorded = await bytesOf('facelift.ply');
    const ours = writePly(await load('facelift'), 'facelift');
    expect(ours.length).toBe(recorded.length);
    const start = ours.length - 5 * 239;
    const differing = [...ours.keys()].filter((i) => ours[i] !== recorded[i]);
    expect(
      differing.every((i) => i >= start && (i - start) % 239 >= 12 && (i - start) % 239 < 15),
    ).toBe(true);
  });
});
