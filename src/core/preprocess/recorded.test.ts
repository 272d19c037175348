import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { readCameraJson, camerasOf } from '../camera/files/index.ts';
import type { RgbaImage } from '../image/image.ts';
import { cameraJson, preprocessSample, type Method, type PreprocessOptions } from './index.ts';

/** Comparison with OpenCV: models/parity/record_preprocess.py. */
const folder = new URL('../../../models/parity/preprocess/', import.meta.url);

interface Frame {
  w: number;
  h: number;
  fx: number;
  fy: number;
  cx: number;
  cy: number;
  w2c: number[][];
}

interface Case {
  name: string;
  method: Method;
  /** Indices of the views that were given. */
  views: number[];
  ratio: number;
  margin?: number;
  fit?: boolean;
  frames: Frame[];
  fields: Record<string, unknown>;
}

interface Recording {
  size: number;
  frames: Frame[];
  cases: Case[];
}

const read = async (name: string) => readFile(new URL(name, folder));

/** The square pictures that stand side by side in a file. */
async function strip(name: string): Promise<RgbaImage[]> {
  const picture = sharp(await read(`${name}.png`));
  const { width, height } = await picture.metadata();
  const data = new Uint8ClampedArray(await picture.raw().toBuffer());
  return Array.from({ length: width / height }, (_, i) => {
    const own = new Uint8ClampedArray(4 * height * height);
    for (let y = 0; y < height; y++) {
      const from = 4 * (y * width + i * height);
      own.set(data.subarray(from, from + 4 * height), 4 * y * height);
    }
    return { width: height, height, data: own };
  });
}

const recording = JSON.parse((await read('record.json')).toString()) as Recording;
const views = await strip('views');

function run({ method, views: at, ratio, margin = 0.05, fit = true }: Case) {
  const json = { id: 'made up', frames: at.map((i) => recording.frames[i]) };
  const cameras = camerasOf(readCameraJson(json, 'record.json'), 'record.json');
  const options: PreprocessOptions = {
    method,
    cameras: 'lab',
    targetRatio: ratio,
    outputSize: recording.size,
    safeMargin: margin,
    fitInFrame: fit,
  };
  const sample = preprocessSample(
    at.map((i, k) => ({ image: views[i], camera: cameras[k] })),
    options,
  );
  const frames = sample.views.flatMap((view, i) =>
    view ? [{ at: i, camera: view.camera, picture: `images/cam_00${at[i]}.png` }] : [],
  );
  return {
    pictures: sample.views.flatMap((view) => view ?? []),
    json: cameraJson(json, frames, sample.fields),
  };
}

/** Numbers within 1e-6, anything else equal. */
function expectNear(actual: unknown, wanted: unknown, where = ''): void {
  if (typeof wanted === 'number') {
    expect(actual, where).toBeTypeOf('number');
    expect(Math.abs((actual as number) - wanted), where).toBeLessThan(1e-6);
  } else if (typeof wanted === 'object' && wanted !== null) {
    const keys = Object.keys(wanted);
    expect(Object.keys(actual as object).sort(), where).toEqual(keys.toSorted());
    for (const key of keys)
      expectNear(
        (actual as Record<string, unknown>)[key],
        (wanted as Record<string, unknown>)[key],
        `${where}.${key}`,
      );
  } else expect(actual, where).toBe(wanted);
}

describe.each(recording.cases)('$name', (recorded) => {
  const { pictures, json } = run(recorded);

  test('the pictures are those of OpenCV', async () => {
    const wanted = await strip(recorded.name);
    expect(pictures).toHaveLength(wanted.length);
    // Linear resizing and averaging round differently from OpenCV. Everything else is equal.
    const most = recorded.fit === false ? 1 : 0;
    for (const [i, { image }] of pictures.entries()) {
      const differences = image.data.map((value, k) => Math.abs(value - wanted[i].data[k]));
      expect(Math.max(...differences)).toBeLessThanOrEqual(most);
    }
  });

  test('the cameras and the added fields are those of the lab', () => {
    expectNear(json, { id: 'made up', frames: recorded.frames, ...recorded.fields });
  });
});
