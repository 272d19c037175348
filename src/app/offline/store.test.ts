import { expect, test, vi } from 'vitest';
import { createOffline, type InstallEvent } from './store.ts';

test('a new version waits until the person lets it in', () => {
  const reload = vi.fn();
  const { store, actions, on } = createOffline(reload);
  const accept = vi.fn();
  on.waiting(accept);
  expect([store.getState().update, accept.mock.calls.length]).toEqual(['waiting', 0]);
  actions.dismiss();
  expect(store.getState().update).toBe('none');
  actions.reload();
  expect([accept.mock.calls.length, reload.mock.calls.length]).toEqual([1, 0]);
});

test('a tab whose version was replaced, or that lacks a part, is only loaded again', () => {
  const reload = vi.fn();
  const { store, actions, on } = createOffline(reload);
  const accept = vi.fn();
  on.waiting(accept);
  on.taken();
  on.stale();
  expect(store.getState()).toMatchObject({ update: 'taken', stale: true });
  actions.reload();
  expect([accept.mock.calls.length, reload.mock.calls.length]).toEqual([0, 1]);
});

test('the browser’s offer to install the page is taken once', () => {
  const { store, actions, on } = createOffline(() => undefined);
  const prompt = vi.fn(async () => undefined);
  on.installable(Object.assign(new Event('beforeinstallprompt'), { prompt }) as InstallEvent);
  expect(store.getState().installable).toBe(true);
  actions.install();
  actions.install();
  expect([store.getState().installable, prompt.mock.calls.length]).toEqual([false, 1]);
});
