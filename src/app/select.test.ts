import { describe, expect, it } from 'vitest';
import type { BackendChoice } from '../worker/protocol.ts';
import {
  areAnimationsOff,
  filesOf,
  folderOf,
  hasPose,
  isDemo,
  selfCheckNote,
  settingsOfTurn,
  turnOf,
  videoOf,
} from './select.ts';
import { initialState } from './initial-state.ts';
import { type Result } from './state.ts';
import { parseUrl } from './url.ts';

const file = (name: string) => new Blob([name]);
const result = (names: string[]): Result => ({
  photo: { blob: file('p'), fileName: 'p.png' },
  artifacts: Object.fromEntries(names.map((name) => [name, file(name)])),
});

describe('files', () => {
  it('are listed in the order of ARTIFACTS, not in the order in which they were made', () => {
    const made = result(['run.json', 'input.png', 'turntable.mp4', 'gaussians.ply']);
    expect(filesOf(made).map(({ name }) => name)).toEqual([
      'gaussians.ply',
      'turntable.mp4',
      'input.png',
      'run.json',
    ]);
    expect(filesOf(null)).toEqual([]);
  });

  it('contain one video, and its extension is that of the format', () => {
    const webm = result(['turntable.webm']);
    expect(videoOf(webm)).toBe(webm.artifacts['turntable.webm']);
    expect(videoOf(result([]))).toBeUndefined();
  });

  it.each([
    ['mouse.png', 'mouse'],
    ['a.b.jpeg', 'a.b'],
    ['no extension', 'no extension'],
    ['.png', 'mouse'],
    ['..', 'mouse'],
    ['a/b:c.png', 'a_b_c'],
  ])('of %s are put into the folder %s', (fileName, folder) =>
    expect(folderOf({ fileName })).toBe(folder),
  );

  it('of a sample are put into a folder of its whole name', () => {
    const sample = { name: 'day 1.5', camerasName: 'c.json', cameras: [], pictures: [], masks: [] };
    expect(folderOf({ fileName: sample.name, sample })).toBe('day 1.5');
  });
});

describe('the pack', () => {
  it('is the demo pack unless the address names another pack', () => {
    expect(isDemo(initialState(parseUrl('')))).toBe(true);
    expect(isDemo(initialState(parseUrl('?pack=lab')))).toBe(false);
  });

  it('is assumed to find a skeleton while the list of packs is empty', () => {
    const state = initialState(parseUrl(''));
    expect(hasPose(state)).toBe(true);
    const pack = {
      id: 'mouse-demo',
      title: { en: '', ko: '' },
      imported: false,
      licence: '',
      bytes: 0,
      defaults: { seed: 0, steps: 1, guidance: 1 },
      stages: ['matting' as const],
      turntable: { frames: 150, fps: 30, elevationDeg: 20, radius: 2.7 },
      canPrune: false,
      sha256: {},
    };
    expect(hasPose({ ...state, packs: [pack] })).toBe(false);
  });
});

it.each([
  ['running', 'wasm', true],
  ['done', 'wasm', false],
  ['running', 'webgpu', false],
] as const)('in state %s on %s, animations are off: %s', (run, backend, off) => {
  const choice: BackendChoice = { backend, reason: 'forced', adapter: '', threads: 2, rasterizer: 'cpu' }; // prettier-ignore
  expect(areAnimationsOff({ ...initialState(parseUrl('')), run, choice })).toBe(off);
});

describe('the note on the self-check', () => {
  const right = { what: 'layers', error: 3e-7, right: true };
  const wrong = { what: 'attention', error: 0.0849, right: false };
  const note = (check?: BackendChoice['check']) =>
    selfCheckNote({
      backend: 'webgpu',
      reason: 'forced',
      adapter: '',
      threads: 1,
      rasterizer: 'webgpu',
      check,
    });

  it('is null when nothing was wrong', () => {
    expect(note()).toBeNull();
    expect(
      note({ features: 'subgroups', findings: { subgroups: right }, remembered: false }),
    ).toBeNull();
    expect(note({ features: 'plain', findings: { plain: right }, remembered: true })).toBeNull();
  });

  it('gives the largest error with the features that are switched off', () => {
    const findings = { subgroups: wrong, plain: right };
    expect(note({ features: 'plain', findings, remembered: false })).toEqual({
      key: 'withoutFeatures',
      percent: '8.5',
    });
  });

  it('gives the largest error when the GPU is not used', () => {
    const findings = { subgroups: wrong, plain: { ...wrong, error: 1 } };
    expect(note({ features: null, findings, remembered: false })).toEqual({
      key: 'wrongBy',
      percent: '100',
    });
  });

  it('is null when the self-check computed no numbers', () => {
    const findings = { plain: { ...wrong, error: 1, failed: true as const } };
    expect(note({ features: null, findings, remembered: false })).toBeNull();
  });
});

describe('the turn of the video', () => {
  const { settings } = initialState(parseUrl(''));

  it.each(['pack', 'facelift', 'lab'] as const)('%s is recognised by its settings', (turn) => {
    expect(turnOf({ ...settings, ...settingsOfTurn(turn) })).toBe(turn);
    // Size and background do not belong to the turn.
    const film = { turntableSize: 1024, turntableBackground: 'grey' };
    expect(turnOf({ ...settings, ...film, ...settingsOfTurn(turn) })).toBe(turn);
  });

  it('is another one if a number differs from all that have a name', () => {
    const facelift = { ...settings, ...settingsOfTurn('facelift') };
    expect(facelift).toMatchObject({ turntableFrames: 150, turntableElevationDeg: 0 });
    expect(turnOf({ ...facelift, turntableFrames: 90 })).toBe('own');
    expect(turnOf({ ...facelift, turntableRadius: 3 })).toBe('own');
    expect(turnOf({ ...settings, turntableElevationDeg: 20 })).toBe('own');
    expect(turnOf({ ...facelift, ...settingsOfTurn('pack') })).toBe('pack');
  });
});
