import { expect, it } from 'vitest';
import { initialState } from '../initial-state.ts';
import type { AppState } from '../app-state.ts';
import { applyEvent } from '../state.ts';
import { parseUrl } from '../url.ts';
import type { RequestedSettings, SampleFiles } from '../../worker/protocol.ts';
import { waitingSettings } from './waiting.ts';

const photo = { blob: new Blob(['a']), fileName: 'a.png' };
const summary = { stageMs: {}, totalMs: 1, gaussians: 2, video: 'turntable.mp4' } as const;

/** A page that shows a result of these settings. */
function finished(
  settings: RequestedSettings,
  of: AppState['current'] & {} = { photo, artifacts: {} },
) {
  const made = { packId: 'mouse-demo', settings };
  const events = [
    { type: 'started', photo: of.photo, at: 0 },
    { type: 'run-planned', ...made },
    { type: 'finished', summary },
  ] as const;
  const first: AppState = { ...initialState(parseUrl('')), settings };
  return events.reduce<AppState>(applyEvent, first);
}

const settings: RequestedSettings = { ply: 'standard', filters: 'pack', seed: 4, steps: 1 };
const change = (state: AppState, changed: Partial<RequestedSettings>) =>
  applyEvent(state, { type: 'settings-changed', settings: changed });

it('is empty before a run, during one, and right after one', () => {
  const first = initialState(parseUrl(''));
  expect(waitingSettings(change(first, { seed: 9 }))).toEqual([]);
  const done = finished(settings);
  expect(waitingSettings(done)).toEqual([]);
  const again = applyEvent(done, { type: 'started', photo, at: 1 });
  expect(waitingSettings(change(again, { seed: 9 }))).toEqual([]);
});

it('names what was changed since, and forgets what was changed back', () => {
  const changed = change(finished(settings), { seed: 9, ply: 'facelift', turntableFrames: 30 });
  expect(waitingSettings(changed)).toEqual(['seed', 'turntableFrames', 'ply']);
  expect(waitingSettings(change(changed, { seed: 4, ply: 'standard' }))).toEqual([
    'turntableFrames',
  ]);
  const other = applyEvent(finished(settings), { type: 'pack-chosen', packId: 'other' });
  expect(waitingSettings(other)).toEqual(['pack']);
});

it('does not name a value that is the one of the pack anyway', () => {
  const pack = {
    ...{
      id: 'mouse-demo',
      imported: false,
      title: { en: 'Demo' },
      licence: 'MIT',
      bytes: 1,
      eta: 1,
    },
    ...{ defaults: { seed: 4, steps: 1, guidance: 1 }, stages: [], canPrune: false, sha256: {} },
    turntable: { frames: 30, fps: 15, elevationDeg: 20, radius: 2.7 },
  };
  const done = { ...finished(settings), packs: [pack] };
  expect(waitingSettings(change(done, { eta: 1, turntableFrames: 30 }))).toEqual([]);
  expect(waitingSettings(change(done, { eta: 0, turntableFrames: 20 }))).toEqual([
    'eta',
    'turntableFrames',
  ]);
});

it('names nothing that does not change the result', () => {
  const same = { centring: 'pixel_based', turntableSize: 512, splitGuidance: true } as const;
  expect(waitingSettings(change(finished(settings), { ...same, placement: 'axes' }))).toEqual([]);
  const sample = { name: 'rig' } as SampleFiles;
  const posed = finished(settings, { photo: { ...photo, sample }, artifacts: {} });
  expect(waitingSettings(change(posed, { seed: 9, steps: 3 }))).toEqual([]);
  expect(waitingSettings(change(posed, { placement: 'axes' }))).toEqual(['placement']);
});
