import { describe, expect, it } from 'vitest';
import type { PackSummary } from '../../worker/protocol.ts';
import { initialState } from '../initial-state.ts';
import { applyEvent } from '../state.ts';
import { parseUrl } from '../url.ts';
import { recall, remember, worthRemembering, type Remembered } from './remembered.ts';

const memory = (words: string | null = null) => {
  const store = {
    words,
    getItem: () => store.words,
    setItem: (_: string, to: string) => void (store.words = to),
  };
  return store;
};

const pack = (id: string): PackSummary => ({
  ...{ id, imported: true, title: { en: id, ko: id }, licence: '', bytes: 1 },
  defaults: { seed: 4, steps: 20, guidance: 3 },
  ...{ stages: [], canPrune: false, sha256: {} },
  turntable: { frames: 2, fps: 1, elevationDeg: 0, radius: 1 },
});

/** The page's state after it has opened. */
const opened = (search: string, remembered: Remembered = {}) =>
  applyEvent(initialState(parseUrl(search), remembered), {
    type: 'opened',
    packs: [pack('mouse-demo'), pack('lab')],
    choice: { backend: 'wasm', reason: 'forced', adapter: '', threads: 1, rasterizer: 'cpu' },
  });

describe('what is remembered', () => {
  it('comes back, and the address wins', () => {
    const remembered = { packId: 'lab', settings: { steps: 7, seed: 9, ply: 'facelift' as const } };
    expect(opened('', remembered)).toMatchObject({
      packId: 'lab',
      settings: { steps: 7, seed: 9, guidance: 3, ply: 'facelift' },
    });
    expect(opened('?steps=5', remembered).settings).toMatchObject({ steps: 5, seed: 9 });
    // Numbers of another pack are not used.
    expect(opened('?pack=mouse-demo', remembered)).toMatchObject({
      packId: 'mouse-demo',
      settings: { steps: 20, seed: 4, ply: 'facelift' },
    });
  });

  it('is what differs from the pack, without what the address sets', () => {
    const url = parseUrl('?steps=5&pack=lab');
    const former = { packId: 'mouse-demo', settings: { steps: 7 } };
    const state = applyEvent(opened('?steps=5&pack=lab', former), {
      type: 'settings-changed',
      settings: { seed: 11 },
    });
    expect(worthRemembering(state, url, former)).toEqual({
      packId: 'mouse-demo',
      settings: { ply: 'standard', filters: 'pack', seed: 11, steps: 7 },
    });
    expect(worthRemembering(state, url, {})?.settings).not.toHaveProperty('steps');
    expect(worthRemembering(initialState(url), url, {})).toBeNull();
  });

  it('is written over what was there, and read without what is not valid', () => {
    const store = memory();
    remember(store, { lang: 'ko' });
    remember(store, { packId: 'lab', settings: { seed: 3 } });
    expect(recall(store)).toEqual({ lang: 'ko', packId: 'lab', settings: { seed: 3 } });
    const strange = '{"lang":"xx","packId":7,"settings":{"seed":-1,"steps":2,"other":1}}';
    expect(recall(memory(strange))).toEqual({ settings: { steps: 2 } });
    for (const words of ['{', 'null', '4', '[]', '{}'])
      expect(recall(memory(words)).settings ?? {}).toEqual({});
    expect(recall(null)).toEqual({ settings: {} });
  });

  it('a store that is full or forbidden is no error', () => {
    const fail = () => {
      throw new DOMException('no', 'SecurityError');
    };
    remember({ getItem: fail, setItem: fail }, { lang: 'en' });
    expect(recall({ getItem: fail, setItem: fail })).toEqual({});
  });

  it('all settings become those of the pack again', () => {
    const state = opened('', { packId: 'lab', settings: { steps: 7, eta: 1, ply: 'facelift' } });
    const { settings, packId } = applyEvent(state, { type: 'settings-reset' });
    expect(settings).toEqual({ ply: 'standard', filters: 'pack', seed: 4, steps: 20, guidance: 3 });
    expect(packId).toBe('lab');
  });
});
