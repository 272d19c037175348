import { expect, it } from 'vitest';
import { orbitCamera } from '../../core/camera/orbit.ts';
import { createViewStore, type Kept } from './store.ts';
import { Resolution } from './resolution.ts';

const memory = (first: Record<string, string> = {}) => {
  const kept = new Map(Object.entries(first));
  const storage: Kept = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  };
  return { kept, storage };
};

const flight = { number: 2, camera: orbitCamera(0, 0, 2, 50, 8), picture: new Blob(['view']) };

it('remembers the background, and ignores one that it does not know', () => {
  const { kept, storage } = memory({ backdrop: 'pink' });
  const { store, actions } = createViewStore(storage);
  expect(store.getState().backdrop).toBe('plain');
  actions.setBackdrop('black');
  expect(createViewStore(storage).store.getState().backdrop).toBe('black');
  expect([...kept]).toEqual([['backdrop', 'black']]);
});

it('changes the background although nothing can be kept', () => {
  const full: Kept = {
    getItem: () => null,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  for (const kept of [null, full]) {
    const { store, actions } = createViewStore(kept);
    actions.setBackdrop('white');
    expect(store.getState().backdrop).toBe('white');
  }
});

it('arrives at a view, and leaves it', () => {
  const { store, actions } = createViewStore(null);
  actions.arrive();
  expect(store.getState().arrived).toBe(false);
  actions.flyTo(flight);
  expect(store.getState()).toMatchObject({ flight, arrived: false, wipe: 50 });
  actions.arrive();
  actions.setWipe(130);
  expect(store.getState()).toMatchObject({ arrived: true, wipe: 100 });
  actions.flyTo({ ...flight, number: 3 });
  expect(store.getState()).toMatchObject({ arrived: false, wipe: 50 });
  actions.leave();
  expect(store.getState()).toMatchObject({ flight: null, arrived: false });
});

it('shows points and splats in turn', () => {
  const { store, actions } = createViewStore(null);
  actions.nextStyle();
  expect(store.getState().style).toBe('points');
  actions.nextStyle();
  expect(store.getState().style).toBe('splats');
});

it('draws as many pixels as the computer can, and says when it is too slow', () => {
  const resolution = new Resolution();
  for (let i = 0; i < 20; i++) expect(resolution.adapt(100)).toBe(false);
  const slow = resolution.ratio;
  expect(slow).toBeLessThan(1);
  expect(resolution.adapt(400)).toBe(true);
  for (let i = 0; i < 40; i++) resolution.adapt(5);
  expect(resolution.ratio).toBe(1);
});
