import { expect, it } from 'vitest';
import type { StageId } from '../core/stages.ts';
import { directTable, type DirectSettings } from './direct-table.ts';
import type { RunSettings, StageEvent } from './events.ts';
import { Runner } from './runner.ts';
import { table } from './table.ts';

/** What decides whether a stage of a table computes again. */
interface Row<Settings> {
  id: StageId;
  inputs: readonly (StageId | 'source')[];
  settings: readonly (keyof Settings | ((settings: Settings) => string | number | boolean))[];
  keep?: boolean;
}

/**
 * The stages that compute again after a change of settings. The rows are those of a stage table, but do nothing.
 * @param changes what is changed before the second and each further run
 */
async function computed<Settings>(
  rows: readonly Row<Settings>[],
  first: Settings,
  changes: readonly Partial<Settings>[],
): Promise<string[][]> {
  const ran: string[] = [];
  const idle = rows.map(({ id, inputs, settings, keep }) => ({
    ...{ id, inputs, settings, keep, weight: () => 1 },
    run: async () => {
      ran.push(id);
      return {};
    },
  }));
  type Outputs = Readonly<Record<StageId, object>>;
  const runner = new Runner<{ source: object }, Outputs, Settings, object, StageEvent>(idle);
  const source = {};
  const runs: string[][] = [];
  let chosen = first;
  for (const change of [{}, ...changes]) {
    chosen = { ...chosen, ...change };
    ran.length = 0;
    await runner.run({
      given: { source },
      basis: [],
      settings: chosen,
      signal: new AbortController().signal,
      context: (scope) => scope,
      onEvent: () => undefined,
    });
    runs.push([...ran]);
  }
  return runs.slice(1);
}

const settings: RunSettings = { seed: 4, steps: 1, guidance: 1, ply: 'standard', filters: 'pack' };
const direct: DirectSettings = { ply: 'standard', filters: 'pack' };

/** All settings that only the video depends on. */
const FILM = [
  { turntableSize: 256 },
  { turntableElevationDeg: 10 },
  { turntableFrames: 120 },
  { turntableFps: 24 },
  { turntableRadius: 3 },
  { turntableBackground: 'black' },
];

const MADE_OF_SUBJECT = [
  'pose',
  'multiview',
  'reconstruct',
  'render',
  'turntable',
  'losses',
  'export',
];

it('another turntable video draws only the video again', async () => {
  const film = [...FILM, { turntableBackground: '#102030' }];
  for (const ran of await computed(table, settings, film))
    expect(ran).toEqual(['turntable', 'export']);
  for (const ran of await computed(directTable, direct, film))
    expect(ran).toEqual(['turntable', 'export']);
});

it('another centring cuts the mouse out again only if it is, or was, none', async () => {
  const centrings = ['pixel_based', 'coverage', 'pixel_based', 'none', 'none', 'coverage'] as const;
  const runs = await computed(
    table,
    settings,
    centrings.map((centring) => ({ centring })),
  );
  expect(runs).toEqual([
    ['export'],
    ['centring', ...MADE_OF_SUBJECT],
    ['centring', ...MADE_OF_SUBJECT],
    ['matting', 'centring', ...MADE_OF_SUBJECT],
    ['export'],
    ['matting', 'centring', ...MADE_OF_SUBJECT],
  ]);
});

it('a new seed begins with the views, another PLY only writes files', async () => {
  const [seed, ply] = await computed(table, settings, [{ seed: 5 }, { ply: 'facelift' as const }]);
  expect(seed).toEqual([
    ...['multiview', 'reconstruct', 'render', 'turntable', 'losses', 'export'],
  ]);
  expect(ply).toEqual(['export']);
});

it('a correction computes again what depends on it, and a new seed keeps it', async () => {
  const mask = { width: 1, height: 1, alpha: new Uint8Array(1), id: 'a' };
  const nudge = { scale: 1, x: 0.1, y: 0 };
  const keypoints = [{ keypoint: 3, x: 1, y: 2 }];
  const exposure = { stops: 1, inSplat: false };
  const corrections = { mask, nudge, keypoints, exposure };
  const runs = await computed(table, settings, [
    { corrections: { mask } },
    { corrections: { mask: { ...mask, alpha: mask.alpha.slice() } } },
    { corrections: { mask, nudge } },
    { corrections: { mask, nudge, keypoints } },
    { corrections: { ...corrections, exposure: undefined }, seed: 5 },
    { corrections: { ...corrections, exposure: undefined, views: [{ view: 1, seed: 4 }] } },
    { corrections },
    { corrections: { ...corrections, mask: { ...mask, id: 'b' } } },
  ]);
  const ofViews = ['multiview', 'reconstruct', 'render', 'turntable', 'losses', 'export'];
  expect(runs).toEqual([
    ['matting', 'centring', ...MADE_OF_SUBJECT],
    // A mask that was sent to the worker again is the same one.
    ['export'],
    ['centring', ...MADE_OF_SUBJECT],
    ofViews,
    ofViews,
    ofViews,
    ['matting', 'centring', ...MADE_OF_SUBJECT],
    ['matting', 'centring', ...MADE_OF_SUBJECT],
  ]);
});
