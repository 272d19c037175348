import { describe, expect, it } from 'vitest';
import type { Found, PlanSummary } from '../../worker/import-protocol.ts';
import { mergeFiles } from './merge-files.ts';
import {
  canImport,
  canPlan,
  idOf,
  isTooLarge,
  offeredTypes,
  packIdFor,
  suggestedName,
} from './select.ts';
import { applyImport, initialImport, type ImportState } from './state.ts';

const found: Found = {
  parts: [
    { role: 'reconstructor', kind: 'gslrm', path: 'gslrm/ckpt_20000.pt', bytes: 1, facts: {} },
  ],
  choices: [],
  missing: [],
  notes: [],
  unstated: [],
  ownCameras: false,
  largestWeights: 1e6,
  licence: { name: 'A', text: 'terms' },
};

const plan: PlanSummary = {
  totalBytes: 100,
  doneBytes: 0,
  unfinishedId: null,
  freeBytes: 50,
  mismatch: null,
};

const file = (path: string, content = '') => ({ path, blob: new File([content], path) });

const state = (changes: Partial<ImportState> = {}): ImportState => ({
  ...initialImport,
  open: true,
  files: [file('gslrm/ckpt_20000.pt')],
  found,
  ...changes,
});

describe('the types of weights that are offered', () => {
  it.each([
    ['FaceLift’s UNet with half precision', 870e6, true, true],
    ['FaceLift’s UNet without', 870e6, false, false],
    ['FaceLift’s GS-LRM without', 303e6, false, true],
  ])('%s', (_, largestWeights, half, offered) => {
    const types = offeredTypes({ largestWeights }, half);
    expect(types.includes('F16')).toBe(offered);
    expect(types).toContain('int8x2');
  });
});

describe('names and ids', () => {
  it.each([
    ['Lab Mouse #3', [], 'lab-mouse-3'],
    ['생쥐', [], 'imported'],
    ['생쥐', ['imported', 'imported-2'], 'imported-3'],
    ['--', [], 'imported'],
    ['x'.repeat(100), [], 'x'.repeat(60)],
  ])('the id for %s, with %j taken, is %s', (name, taken, id) =>
    expect(packIdFor(name, taken)).toBe(id),
  );

  it('the suggested name is that of the folder, or of the reconstructor', () => {
    expect(suggestedName(state())).toBe('gslrm');
    expect(suggestedName(state({ files: [file('a.pt'), file('b.json')] }))).toBe('ckpt_20000');
  });

  it('an interrupted import keeps its id', () => {
    const resumed = state({ name: 'other', plan: { ...plan, unfinishedId: 'lab' } });
    expect(idOf(resumed, ['demo'])).toBe('lab');
  });
});

describe('conditions of an import', () => {
  it('a plan needs every network and every answer', () => {
    expect(canPlan(state())).toBe(true);
    expect(canPlan(state({ found: { ...found, missing: ['vae'] } }))).toBe(false);
    const asked = { ...found, unstated: [{ part: 'reconstructor' as const, path: '' }] };
    expect(canPlan(state({ found: asked }))).toBe(false);
    expect(canPlan(state({ found: asked, rigs: { reconstructor: 'facelift' } }))).toBe(true);
  });

  it('an import needs a plan and accepted terms', () => {
    expect(canImport(state({ plan }))).toBe(false);
    expect(canImport(state({ plan, accepted: true }))).toBe(true);
    expect(canImport(state({ accepted: true }))).toBe(false);
  });

  it('the user must allow mixed rigs, and again when files are added', () => {
    const mixed = { ...plan, mismatch: { expected: 'a', parts: [] } };
    const notAllowed = state({ plan: mixed, accepted: true });
    expect(canImport(notAllowed)).toBe(false);
    const allowed = applyImport(notAllowed, { type: 'mixed-rigs-allowed', allowed: true });
    expect(canImport(allowed)).toBe(true);
    const more = applyImport(allowed, { type: 'found', files: [], wanted: [], found });
    expect(more).toMatchObject({ allowMixedRigs: false, plan: null, accepted: true });
  });

  it('the user must accept again when the terms change', () => {
    const other = { ...found, licence: { name: 'B', text: 'others' } };
    const next = applyImport(state({ accepted: true }), {
      type: 'found',
      files: [],
      wanted: [],
      found: other,
    });
    expect(next.accepted).toBe(false);
  });

  it('files that are already written are not counted as needed space', () => {
    expect(isTooLarge(state({ plan }))).toBe(true);
    expect(isTooLarge(state({ plan: { ...plan, doneBytes: 60 } }))).toBe(false);
    expect(isTooLarge(state({ plan: { ...plan, freeBytes: null } }))).toBe(false);
  });
});

describe('dropped files', () => {
  it('files of one name and different contents are kept apart, each with the files that were added with it', () => {
    const name = 'diffusion_pytorch_model.safetensors';
    const unet = [file(name, 'unet'), file('config.json', '{}')];
    const vae = [file(name, 'vae'), file('config.json', '{1}')];
    const merged = mergeFiles(mergeFiles([], unet), vae);
    expect(merged.map(({ path }) => path)).toEqual([
      name,
      'config.json',
      `2/${name}`,
      '2/config.json',
    ]);
    expect(mergeFiles(merged, [merged[0]])).toHaveLength(4);
  });
});
