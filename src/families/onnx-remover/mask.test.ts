import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { exampleManifest } from '../../test/example-manifest.ts';
import { openPack } from '../../packs/load.ts';
import type { PackSource } from '../../packs/pack-source.ts';
import type { RemoverConfig } from './section.ts';
import { readRecording } from '../../test/recording.ts';
import { wasmSessions } from '../../test/wasm-sessions.ts';
import type { StageContext } from '../../pipeline/context.ts';
import { removerInput } from './mask.ts';
import { matting } from '../../pipeline/stages/matting.ts';
import type { Photo } from '../../pipeline/types.ts';

const FILE = 'remover_u2net.onnx';
const url = new URL(`../../../models/parity/${FILE}`, import.meta.url);
const recording = await readRecording<Record<string, RemoverConfig>>('remover');

async function photo(name: string): Promise<Photo> {
  const { data, shape } = await recording.io(`${name}.photo`);
  const [height, width] = shape;
  const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i++)
    for (let c = 0; c < 3; c++) rgba[4 * i + c] = data[3 * i + c];
  return { image: { width, height, data: rgba }, fileName: `${name}.png` };
}

const sessions = wasmSessions();

/** A stage's context with a pack whose background remover is `file`. */
async function context(file: Blob, config: RemoverConfig): Promise<StageContext> {
  const manifest = exampleManifest();
  const stages = { ...manifest.stages, matting: { kind: 'onnx', files: [FILE], config } };
  const listed = [...manifest.files, { name: FILE, bytes: file.size, sha256: '0'.repeat(64) }];
  const json = { ...manifest, stages, files: listed };
  const source: PackSource = {
    trusted: true,
    read: async (name) =>
      name === 'pack.json'
        ? new Blob([JSON.stringify(json)])
        : name === FILE
          ? file
          : new Blob(['abc']),
  };
  const unused = () => Promise.reject(new Error('not in this test'));
  return {
    pack: await openPack(source),
    runtime: {
      sessions,
      codec: { decode: unused, encodePng: unused },
      rasterizer: unused,
    },
    memory: { networks: [], peakBytes: 0, split: false },
    signal: new AbortController().signal,
    progress: () => undefined,
    stageMs: {},
    partial: {},
    shown: [],
  };
}

describe('a background remover from an ONNX file', () => {
  const cases = ['small', 'large'].flatMap((name) =>
    Object.keys(recording.config).map((kind) => [name, kind] as const),
  );

  it.each(cases)('makes exactly the input that rembg makes: %s, %s', async (name, kind) => {
    const config = recording.config[kind];
    const input = removerInput((await photo(name)).image, config);
    const every40th = input.filter((_, i) => {
      const [x, y] = [i % config.size, Math.floor(i / config.size) % config.size];
      return x % 40 === 0 && y % 40 === 0;
    });
    expect(every40th).toEqual((await recording.io(`${name}.${kind}.input`)).data);
  });

  it.each(cases)('makes the mask that rembg makes: %s, %s', async (name, kind) => {
    const file = await openAsBlob(url);
    const cutout = await matting(await photo(name), await context(file, recording.config[kind]));
    const { data: expected } = await recording.io(`${name}.${kind}.alpha`);
    let worst = 0;
    for (let i = 0; i < expected.length; i++)
      worst = Math.max(worst, Math.abs(cutout.image.data[4 * i + 3] - expected[i]));
    expect(worst).toBeLessThanOrEqual(1);
    expect(Math.max(...expected) - Math.min(...expected)).toBeGreaterThan(200);
  });

  it('is refused if its file does not fit pack.json', async () => {
    const config = recording.config.u2net;
    const run = async (file: Blob, changed: RemoverConfig) =>
      matting(await photo('small'), await context(file, changed));
    const file = await openAsBlob(url);
    await expect(run(file, { ...config, size: 1024 })).rejects.toThrow('takes 320 × 320 pixels');
    const broken = new Blob([(await readFile(url)).subarray(0, 5000)]);
    await expect(run(broken, config)).rejects.toThrow(AppError);
  });
});
