import { decode } from 'fast-png';
import { readPly } from '../../../src/core/ply/index.ts';
import type { Report, Row } from './types.ts';

/** The files of one run, by name. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** Fields of a cloud that are compared. */
const FIELDS = ['xyz', 'shDc', 'opacityLogit', 'logScale', 'rotation'] as const;

/** PSNR in dB, largest difference in levels of 255, and share of the values that differ by more than two levels. */
function comparePictures(a: Uint8Array, b: Uint8Array): Row {
  const [x, y] = [decode(a), decode(b)];
  if (x.width !== y.width || x.height !== y.height || x.channels !== y.channels)
    return { sizes: `${x.width}×${x.height}×${x.channels}, ${y.width}×${y.height}×${y.channels}` };
  let [squares, largest, visible] = [0, 0, 0];
  for (let i = 0; i < x.data.length; i++) {
    const difference = Math.abs(Number(x.data[i]) - Number(y.data[i]));
    squares += difference ** 2;
    largest = Math.max(largest, difference);
    if (difference > 2) visible += 1;
  }
  return {
    psnrDb: squares > 0 ? 10 * Math.log10((255 ** 2 * x.data.length) / squares) : 'equal',
    largestLevels: largest,
    visibleShare: visible / x.data.length,
  };
}

/** Mean and standard deviation. */
function momentsOf(values: Float32Array) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}

/** Compares what two backends made of one photo with one seed. */
export function compareRuns(webgpu: Files, cpu: Files, report: Report): void {
  for (const name of ['multiview.png', 'output.png', 'input.png']) {
    if (webgpu[name] && cpu[name])
      report({ what: name, ...comparePictures(webgpu[name], cpu[name]) });
    else report({ what: name, notMeasured: 'one of the runs did not make it' });
  }
  const [a, b] = [webgpu, cpu].map((files) => readPly(files['gaussians.ply']));
  report({ what: 'Gaussians', webgpu: a.count, cpu: b.count, equal: a.count === b.count });
  for (const field of FIELDS) {
    const [x, y] = [momentsOf(a[field]), momentsOf(b[field])];
    // Rows belong to the same Gaussian only if the filters kept the same ones.
    const rows =
      a.count === b.count ? a[field].map((value, i) => Math.abs(value - b[field][i])) : null;
    report({
      what: field,
      webgpu: x.mean,
      cpu: y.mean,
      webgpuDeviation: x.deviation,
      cpuDeviation: y.deviation,
      medianDifference: rows ? rows.toSorted()[rows.length >> 1] : null,
      largestDifference: rows ? rows.reduce((most, value) => Math.max(most, value), 0) : null,
    });
  }
}
