import { encode } from 'fast-png';
import { expect, test, vi } from 'vitest';
import { sharpCodec } from '../../cli/runtime/codec.ts';
import { rigCameras } from '../core/camera/rig.ts';
import { readPly } from '../core/ply/index.ts';
import { CpuRasterizer } from '../core/rasterize/rasterize.ts';
import type { StageContext } from '../pipeline/context.ts';
import type { DirectGiven, DirectOutputs, DirectSettings } from '../pipeline/direct-table.ts';
import type { StageEvent } from '../pipeline/events.ts';
import { seededFile } from '../test/imported.ts';
import { MemoryFolder } from '../test/memory-folder.ts';
import { toyTensors } from '../test/toy-reconstructor/graph.ts';
import { wasmSessions } from '../test/wasm-sessions.ts';
import { FACELIFT_RIG } from './facelift-rig.ts';
import type * as table from './reconstructors.ts';

/**
 * A new reconstructor needs a folder, and one line in src/families/reconstructors.ts. Here the folder is
 * src/test/toy-reconstructor, and this mock adds the line. All other code is the app's.
 */
vi.mock('./reconstructors.ts', async (original) => {
  const { reconstructors } = await original<typeof table>();
  const { toy } = await import('../test/toy-reconstructor/index.ts');
  return { reconstructors: [...reconstructors, toy] };
});

const { survey } = await import('../packs/import/survey.ts');
const { planImport } = await import('../packs/import/plan.ts');
const { runImport } = await import('../packs/import/write/run.ts');
const { openPack } = await import('../packs/load.ts');
const { foundIn } = await import('../worker/found.ts');
const { planMemory } = await import('../pipeline/memory-plan.ts');
const { directTable } = await import('../pipeline/direct-table.ts');
const { Runner } = await import('../pipeline/runner.ts');

const [VIEWS, SIZE] = [3, 16];

const files = [{ path: 'toy.safetensors', blob: new Blob([seededFile(toyTensors({ width: 5 }))]) }];
const matting = { kind: 'unet', files: ['m'], config: { size: 64, channels: [8], groups: 4 } };
const donor = { stage: matting, files: new Map([['m', new Blob(['abc'])]]) };
const choices = { id: 'toy', title: { en: 'Toy', ko: '장난감' }, type: 'F32' as const };

/** Square pictures, each of one colour. */
const pictures = Array.from({ length: VIEWS }, (_, view) => {
  const data = new Uint8Array(4 * SIZE * SIZE).fill(255);
  for (let i = 0; i < SIZE * SIZE; i++) data[4 * i] = 80 * view;
  const file = new Blob([
    Uint8Array.from(encode({ width: SIZE, height: SIZE, data, channels: 4 })),
  ]);
  return { file, fileName: `${view}.png` };
});

test('a new family is recognised, described, imported, planned and run', async () => {
  const found = await survey(files);
  expect(found.missing).toEqual([]);
  expect(foundIn(found).parts[0]).toMatchObject({
    role: 'reconstructor',
    kind: 'toy',
    words: { title: { en: 'Reconstructor (toy)' } },
    facts: { parameters: '1 k', width: 5 },
  });

  const folder = new MemoryFolder();
  const manifest = await runImport(planImport(found, choices, donor), folder);
  expect(manifest.licence.name).toBe('Toy licence');
  expect(manifest.stages.reconstruct).toMatchObject({ kind: 'toy', files: ['toy.safetensors'] });

  const pack = await openPack(folder);
  const sessions = wasmSessions();
  const views = { count: VIEWS, size: SIZE };
  const memory = await planMemory(pack, await sessions.limits(), { guided: false, views });
  expect(memory.networks.map(({ network }) => network)).toEqual(['reconstructor']);
  expect(memory.peakBytes).toBeGreaterThan(0);

  const { signal } = new AbortController();
  const runtime = {
    sessions,
    codec: sharpCodec,
    rasterizer: async (cloud: Parameters<CpuRasterizer['load']>[0]) => {
      const rasterizer = new CpuRasterizer();
      await rasterizer.load(cloud);
      return rasterizer;
    },
  };
  const artifacts = new Map<string, Blob>();
  const { outputs } = await new Runner<
    DirectGiven,
    DirectOutputs,
    DirectSettings,
    StageContext,
    StageEvent
  >(directTable).run({
    given: {
      source: {
        pictures,
        cameras: rigCameras(FACELIFT_RIG, SIZE).slice(0, VIEWS),
        camerasName: 'c',
        pairedBy: 'order',
      },
    },
    basis: [pack],
    settings: { ply: 'standard', filters: 'none' },
    signal,
    context: (scope) => ({ pack, runtime, memory, signal, ...scope }),
    onEvent(event) {
      if (event.type === 'artifact') artifacts.set(event.name, event.file);
    },
  });
  // viewSize of the toy's section is 8 pixels.
  expect(outputs.reconstruct.count).toBe(VIEWS * 8 * 8);
  const wanted = ['gaussians.ply', 'output.png', 'placement.json', 'run.json'];
  expect([...artifacts.keys()].toSorted()).toEqual(wanted);
  const ply = artifacts.get('gaussians.ply') as Blob;
  expect(readPly(new Uint8Array(await ply.arrayBuffer())).count).toBe(VIEWS * 8 * 8);
});
