import { expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Corrections } from '../../core/corrections/corrections.ts';
import { AppError } from '../../core/errors.ts';
import type { OpenedCutout } from '../../worker/protocol.ts';
import { initialState } from '../initial-state.ts';
import { applyEvent, type AppEvent, type AppState } from '../state.ts';
import { parseUrl } from '../url.ts';
import type { UserPhoto } from '../user-photo.ts';
import { createCorrecting } from './store.ts';

const photo = { blob: new Blob(['photo']), fileName: 'm.png' };

const opened = (): OpenedCutout => ({
  photo: { width: 20, height: 10, data: new Uint8ClampedArray(800) },
  alpha: new Uint8Array(200).fill(255, 100, 140),
});

function setup(events: AppEvent[] = [{ type: 'started', photo, at: 1 }]) {
  const state = events.reduce(applyEvent, initialState(parseUrl('')));
  const store = createStore<AppState>(() => state);
  const asked: [UserPhoto, boolean][] = [];
  const corrected: [Partial<Corrections>, UserPhoto | undefined][] = [];
  const answers: ((answer: OpenedCutout | Error) => void)[] = [];
  const correcting = createCorrecting({
    store,
    actions: { correct: async (change, of) => void corrected.push([change, of]) },
    openCutout: (of, hasMouse) => {
      asked.push([of, hasMouse]);
      return new Promise((resolve, reject) =>
        answers.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer))),
      );
    },
  });
  return { ...correcting, correcting, asked, corrected, answers };
}

const until = (condition: () => boolean) => vi.waitFor(() => expect(condition()).toBe(true));

it('applies the mask that was edited, with an id of its own, and asks before it is lost', async () => {
  const { store, actions, asked, corrected, answers, correcting } = setup();
  void actions.open('mask');
  expect(store.getState()).toMatchObject({ dialog: 'mask', editor: null });
  answers[0](opened());
  await until(() => store.getState().editor !== null);
  expect(asked).toEqual([[photo, true]]);
  const rects: unknown[] = [];
  correcting.onChange((rect) => rects.push(rect));
  actions.set({ radius: 1 });
  actions.strokeTo({ x: 5, y: 2 });
  actions.endStroke();
  expect(rects).toEqual([{ left: 3, top: 0, right: 7, bottom: 4 }]);
  actions.close();
  expect(store.getState()).toMatchObject({ dialog: 'mask', asking: true });
  actions.goOn();
  actions.applyMask();
  expect(store.getState().dialog).toBeNull();
  const [[{ mask }, of]] = corrected;
  expect(of).toBe(photo);
  expect(mask).toMatchObject({ width: 20, height: 10 });
  expect(mask?.alpha[2 * 20 + 5]).toBeGreaterThan(200);

  void actions.open('mask');
  answers[1](opened());
  await until(() => store.getState().editor !== null);
  actions.close();
  expect(store.getState().dialog).toBeNull();
  void actions.open('mask');
  answers[2](opened());
  await until(() => store.getState().editor !== null);
  actions.applyMask();
  // Nothing was changed.
  expect(corrected).toHaveLength(1);
  void actions.open('mask');
  answers[3](opened());
  await until(() => store.getState().editor !== null);
  actions.invert();
  actions.applyMask();
  expect(corrected[1][0].mask?.id).not.toBe(mask?.id);
});

it('a click works in pieces, and nothing else happens meanwhile', async () => {
  const { store, actions, answers, correcting } = setup();
  void actions.open('mask');
  answers[0](opened());
  await until(() => store.getState().editor !== null);
  actions.set({ tool: 'grow' });
  const clicked = actions.click({ x: 1, y: 1 }, false);
  expect(store.getState().busy).toBe(true);
  actions.invert();
  await clicked;
  expect(store.getState()).toMatchObject({ busy: false, editor: { canUndo: true } });
  expect(correcting.editor?.mask.alpha.every((value) => value === 255)).toBe(true);
});

it('an answer that comes after the dialog was closed is dropped, an error is said', async () => {
  const { store, actions, answers, correcting } = setup();
  const late = actions.open('mask');
  actions.close();
  answers[0](opened());
  await late;
  expect(correcting.editor).toBeNull();
  const failing = actions.open('mask');
  answers[1](new AppError('out-of-memory', { message: 'full' }));
  await failing;
  expect(store.getState().error?.code).toBe('out-of-memory');
});

it('the exposure is applied alone, with the mask, or taken back', async () => {
  const exposure = { stops: 1, inSplat: true };
  const { store, actions, answers, corrected } = setup([
    { type: 'started', photo, at: 1 },
    { type: 'corrected', photo: photo.blob, corrections: { exposure } },
  ]);
  void actions.open('mask');
  expect(store.getState().exposure).toEqual(exposure);
  answers[0](opened());
  await until(() => store.getState().editor !== null);
  actions.setExposure({ stops: 0 });
  actions.findAgain();
  expect(corrected).toEqual([[{ mask: undefined, exposure: undefined }, photo]]);
});

it('a photo in which no mouse was found is opened without looking again', async () => {
  const error = new AppError('mask-empty', { message: 'none' });
  const earlier = { blob: new Blob(['before']), fileName: 'before.png' };
  const summary = { stageMs: {}, totalMs: 1, gaussians: 7, video: 'turntable.mp4' } as const;
  const { actions, asked, answers, corrected, store } = setup([
    { type: 'started', photo: earlier, at: 1 },
    { type: 'finished', summary },
    { type: 'started', photo, at: 2 },
    { type: 'failed', error },
  ]);
  void actions.paint(photo);
  answers[0](opened());
  await until(() => store.getState().editor !== null);
  expect(asked).toEqual([[photo, false]]);
  actions.invert();
  actions.applyMask();
  expect(corrected[0][1]).toBe(photo);
});

it('what was painted of it is opened again', async () => {
  const mask = { width: 1, height: 1, alpha: Uint8Array.of(255), id: 'mask 1' };
  const { actions, asked } = setup([
    { type: 'corrected', photo: photo.blob, corrections: { mask } },
  ]);
  void actions.paint(photo);
  await until(() => asked.length > 0);
  expect(asked).toEqual([[photo, true]]);
});
