import { describe, expect, it } from 'vitest';
import { AppError } from '../core/errors.ts';
import { shownPosed } from '../test/queue/tab.ts';
import type { PackSummary, RunSummary } from '../worker/protocol.ts';
import {
  correctionsOf,
  deliveredOf,
  isPosed,
  mainContentOf,
  pictureState,
  shownOf,
} from './select.ts';
import { initialState } from './initial-state.ts';
import { applyEvent, type AppEvent, type AppState } from './state.ts';
import { parseUrl } from './url.ts';

const photo = (name: string) => ({ blob: new Blob([name]), fileName: name });
const mouse = photo('mouse.png');
const other = photo('other.png');
const summary: RunSummary = { stageMs: {}, totalMs: 1, gaussians: 7, video: 'turntable.mp4' };
const png = new Blob(['png']);
const ply = new Blob(['ply']);
const broken = new AppError('photo-undecodable', { message: 'no picture' });

const play = (events: AppEvent[], state = initialState(parseUrl(''))): AppState =>
  events.reduce(applyEvent, state);

const started = (of = mouse): AppEvent => ({ type: 'started', photo: of, at: 1 });
const wholeRun = (of = mouse): AppEvent[] => [
  started(of),
  { type: 'stage', stage: 'photo', state: 'done', ms: 1 },
  { type: 'stage', stage: 'matting', state: 'running', ms: 0 },
  { type: 'cutout', png, confidence: 1 },
  { type: 'stage', stage: 'matting', state: 'done', ms: 1 },
  { type: 'views', png: [png, png, png, png, png, png] },
  { type: 'splat', ply, count: 7, cameras: [] },
  { type: 'artifact', name: 'gaussians.ply', file: ply },
  { type: 'finished', summary },
];

describe('a run', () => {
  it('goes idle → loading → running → done and collects the outputs', () => {
    const states: string[] = [];
    let state = initialState(parseUrl(''));
    for (const event of wholeRun()) {
      state = applyEvent(state, event);
      if (states.at(-1) !== state.run) states.push(state.run);
    }
    expect(states).toEqual(['loading', 'running', 'done']);
    expect(state.current).toMatchObject({ cutout: png, splat: { count: 7 }, summary });
    expect(state.current?.artifacts['gaussians.ply']).toBe(ply);
    expect(mainContentOf(state)).toBe('splat');
  });

  it('never moves the progress bar backwards', () => {
    const progress = (fraction: number): AppEvent => ({
      type: 'progress',
      stage: 'multiview',
      fraction,
    });
    expect(play([started(), progress(0.5), progress(0.4)]).fraction).toBe(0.5);
    expect(play([started(), progress(1.5)]).fraction).toBe(1);
    expect(play([...wholeRun(), started()]).fraction).toBe(0);
  });

  it('contains a notice once, and a new run removes it', () => {
    const notice: AppEvent = { type: 'notice', notice: 'mask-unsure' };
    expect(play([started(), notice, notice]).notices).toEqual(['mask-unsure']);
    expect(play([started(), notice, started()]).notices).toEqual([]);
  });

  it('goes on after a fault: it loads again, keeps its pictures, and says the fault once', () => {
    const stalled = { file: 'unet.safetensors', kind: 'stalled', quietMs: 4000 } as const;
    const healed: AppEvent = { type: 'healed', fault: 'worker-died' };
    const before: AppEvent[] = [
      ...wholeRun().slice(0, 4),
      { type: 'connection', news: stalled },
      { type: 'download', loaded: 1, total: 2 },
    ];
    const state = play([...before, healed, healed]);
    expect(state).toMatchObject({ run: 'loading', connection: null, download: null });
    expect(state).toMatchObject({ healed: ['worker-died'], current: { cutout: png } });
    expect(play([...before, healed, { type: 'cancelled' }, started()]).healed).toEqual([]);
  });
});

describe('a failing photo', () => {
  it('keeps the earlier result and sets the error', () => {
    const state = play([...wholeRun(), started(other), { type: 'failed', error: broken }]);
    expect(state.run).toBe('error');
    expect(state.error).toBe(broken);
    expect(state.current?.photo).toBe(mouse);
    expect(state.current?.splat?.count).toBe(7);
  });

  it('keeps the earlier result through several failures', () => {
    const fail: AppEvent = { type: 'failed', error: broken };
    const state = play([...wholeRun(), started(other), fail, started(other), fail]);
    expect(state.current?.photo).toBe(mouse);
  });

  it('shows the empty page if there is no earlier result', () => {
    const state = play([started(), { type: 'failed', error: broken }]);
    expect(mainContentOf(state)).toBe('drop');
    expect(applyEvent(state, { type: 'dismissed' })).toMatchObject({ run: 'idle', error: null });
  });

  it('can be followed by a photo that works', () => {
    const state = play([started(other), { type: 'failed', error: broken }, ...wholeRun()]);
    expect(state).toMatchObject({ run: 'done', error: null });
  });
});

describe('cancelling', () => {
  it('returns to the earlier result', () => {
    const state = play([...wholeRun(), started(other), { type: 'cancelled' }]);
    expect(state.run).toBe('cancelled');
    expect(state.current?.photo).toBe(mouse);
  });

  it('changes nothing when no run is in progress', () => {
    expect(play([{ type: 'cancelled' }]).run).toBe('idle');
    expect(play([...wholeRun(), { type: 'cancelled' }]).run).toBe('done');
  });
});

describe('replacing results', () => {
  it('keeps the old pictures of the same photo until new pictures replace them, but removes the old files', () => {
    const state = play([...wholeRun(), started()]);
    expect(state.current?.cutout).toBe(png);
    expect(state.current?.artifacts).toEqual({});
    expect(state.current?.summary).toBeUndefined();
    expect(pictureState(state, 'views')).toBe('old');
    const working = play([{ type: 'stage', stage: 'multiview', state: 'running', ms: 0 }], state);
    expect(pictureState(working, 'views')).toBe('working');
  });

  it('starts empty with another photo', () => {
    const state = play([...wholeRun(), started(other)]);
    expect(state.current?.cutout).toBeUndefined();
    expect(mainContentOf(state)).toBe('live');
    expect(pictureState(state, 'photo')).toBe('done');
    expect(pictureState(state, 'views')).toBe('waiting');
  });

  it('removes every result on reset', () => {
    const state = play([...wholeRun(), { type: 'reset' }]);
    expect(state).toMatchObject({ run: 'idle', current: null, earlier: null });
  });
});

describe('settings', () => {
  const pack = (id: string, seed: number): PackSummary => ({
    id,
    title: { en: id, ko: id },
    imported: false,
    licence: 'CC0-1.0',
    bytes: 1,
    defaults: { seed, steps: 8, guidance: 2 },
    stages: ['matting', 'pose'],
    turntable: { frames: 150, fps: 30, elevationDeg: 20, radius: 2.7 },
    canPrune: id === 'lab',
    sha256: {},
  });
  const opened: AppEvent = {
    type: 'opened',
    choice: { backend: 'wasm', reason: 'no-webgpu', adapter: '', threads: 2, rasterizer: 'cpu' },
    packs: [pack('mouse-demo', 11), pack('lab', 12)],
  };

  it('have no seed, steps and guidance before a pack is open', () => {
    expect(initialState(parseUrl('')).settings).toEqual({ ply: 'standard', filters: 'pack' });
    expect(initialState(parseUrl('?steps=3')).settings.steps).toBe(3);
  });

  it('come from the pack unless the address sets them', () => {
    expect(play([opened]).settings).toEqual({
      seed: 11,
      steps: 8,
      guidance: 2,
      ply: 'standard',
      filters: 'pack',
    });
    const withUrl = initialState(parseUrl('?seed=5&pack=lab&centring=none'));
    const { settings } = play([opened], withUrl);
    expect(settings).toMatchObject({ seed: 5, steps: 8, centring: 'none' });
  });

  it('change to those of a pack that is chosen', () => {
    const state = play([opened, { type: 'pack-chosen', packId: 'lab' }]);
    expect(state).toMatchObject({ packId: 'lab', settings: { seed: 12 } });
  });

  it('leave out background only while the pack can', () => {
    const pruned = play([
      opened,
      { type: 'pack-chosen', packId: 'lab' },
      { type: 'settings-changed', settings: { pruneBackground: true } },
    ]);
    expect(pruned.settings.pruneBackground).toBe(true);
    const demo = play([{ type: 'pack-chosen', packId: 'mouse-demo' }], pruned);
    expect(demo.settings).not.toHaveProperty('pruneBackground');
  });
});

describe('a result that was opened from the queue', () => {
  const result = { photo: other, splat: { ply, count: 3 }, artifacts: {}, summary };
  const open: AppEvent = {
    type: 'result-opened',
    opened: { from: 'queue', id: 4, result, notices: [] },
  };
  const queued: AppEvent = { type: 'started', photo: mouse, at: 2, queued: true };

  it('is shown in place of the run that goes on', () => {
    const state = play([queued, open, { type: 'cutout', png, confidence: 1 }]);
    expect(shownOf(state)).toBe(result);
    expect(mainContentOf(state)).toBe('splat');
    expect(pictureState(state, 'splat')).toBe('done');
    expect(pictureState(state, 'cutout')).toBe('waiting');
    expect(state).toMatchObject({ run: 'loading', current: { photo: mouse, cutout: png } });
    const closed = applyEvent(state, { type: 'result-opened', opened: null });
    expect(mainContentOf(closed)).toBe('live');
  });

  it('stays when the queue begins its next run, and goes when the person begins one', () => {
    expect(play([open, queued]).opened?.id).toBe(4);
    expect(play([open, started(mouse)]).opened).toBeNull();
    expect(play([open, { type: 'reset' }]).opened).toBeNull();
  });

  it('comes back, and the page’s own result behind it, when a run that began from it ends without one', () => {
    const shown = play([...wholeRun(), open]);
    const again = play([started(other), { type: 'notice', notice: 'mask-unsure' }], shown);
    expect(shownOf(again)?.summary).toBeUndefined();
    for (const end of [{ type: 'cancelled' }, { type: 'failed', error: broken }] as const) {
      const state = applyEvent(again, end);
      expect(state.opened).toBe(shown.opened);
      const closed = applyEvent(state, { type: 'result-opened', opened: null });
      expect(shownOf(closed)).toBe(shown.current);
    }
    const done = play(
      [{ type: 'finished', summary }, started(mouse), { type: 'cancelled' }],
      again,
    );
    expect(done.opened).toBeNull();
    expect(shownOf(done)?.photo).toBe(other);
  });

  it('is no sample, even if posed views run', () => {
    const sample = { name: 'rig', camerasName: 'c', cameras: [], pictures: [], masks: [] };
    const posed = play([{ type: 'started', photo: { ...mouse, sample }, at: 1 }]);
    expect(isPosed(posed)).toBe(true);
    expect(isPosed(applyEvent(posed, open))).toBe(false);
  });

  it('keeps what the person looks at when the queue begins its next run', () => {
    const look = { part: 'compare', view: 1 } as const;
    const looked: AppEvent = { type: 'looked', look };
    expect(play([open, looked, queued]).look).toMatchObject(look);
    expect(play([looked, queued]).look).toMatchObject({ part: 'splat', view: 0 });
  });

  it('of posed views keeps the chosen view if it has one of this number', () => {
    const { shown } = shownPosed();
    const posed: AppEvent = {
      type: 'result-opened',
      opened: { from: 'queue', id: 5, result: { ...result, posedViews: shown }, notices: [] },
    };
    const looked = (view: number): AppEvent => ({ type: 'looked', look: { part: 'rig', view } });
    expect(play([open, looked(1), posed]).look).toMatchObject({ part: 'rig', view: 1 });
    expect(play([open, looked(2), posed]).look).toMatchObject({ part: 'rig', view: 0 });
  });

  it('an error of a run of the queue is not said for the whole page', () => {
    const failed = { type: 'failed', error: broken, queued: true } as const;
    expect(play([queued, failed])).toMatchObject({ run: 'error', error: null });
  });
});

describe('corrections', () => {
  const nudge = { scale: 1, x: 0.1, y: 0 };
  const corrected: AppEvent = { type: 'corrected', photo: mouse.blob, corrections: { nudge } };

  it('stay with their photo, and end with the next one', () => {
    const state = play([...wholeRun(), corrected, ...wholeRun()]);
    expect(correctionsOf(state)).toEqual({ nudge });
    expect(correctionsOf(play([started(), { type: 'cancelled' }], state))).toEqual({ nudge });
    const failing = play([started(other), { type: 'failed', error: broken }], state);
    // The page shows the earlier photo again.
    expect(correctionsOf(failing)).toEqual({ nudge });
    expect(failing.refused).toBe(other);
    const next = play([...wholeRun(other), ...wholeRun(other)], state);
    expect([correctionsOf(next), next.corrections.size]).toEqual([{}, 0]);
    expect(play([{ type: 'reset' }], state).corrections.size).toBe(0);
  });

  it('the files of the last run stay until the new ones are there', () => {
    const done = play(wholeRun());
    const again = play(wholeRun().slice(0, -1), done);
    expect(shownOf(again)?.summary).toBeUndefined();
    expect(deliveredOf(again)).toBe(done.current);
    const finished = play([{ type: 'finished', summary }], again);
    expect(deliveredOf(finished)).toBe(finished.current);
    // Another photo has no files yet.
    expect(deliveredOf(play([started(other)], done))?.artifacts).toEqual({});
  });
});
