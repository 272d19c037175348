import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Missing } from '../../worker/protocol.ts';
import { initialState } from '../initial-state.ts';
import { applyEvent, type AppEvent, type AppState } from '../state.ts';
import { parseUrl } from '../url.ts';
import { createAhead, type AheadHost } from './store.ts';

const choice = {
  backend: 'wasm',
  reason: 'no-webgpu',
  adapter: '',
  threads: 1,
  rasterizer: 'cpu',
} as const;

let missing: Missing;
let chosen: 'on' | 'off' | null;
let metered: boolean;
/** What is to be done when the page is idle. Null: it is idle. */
let idle: (() => void)[] | null;
let fetches: { signal: AbortSignal; finish(): void; fail(error: unknown): void }[];

beforeEach(() => {
  missing = { weights: 40e6, runtime: 4e6, kept: true };
  chosen = null;
  metered = false;
  idle = null;
  fetches = [];
});

/** A page that was opened, and that has thought about fetching ahead. */
async function opened() {
  const store = createStore<AppState>(() => initialState(parseUrl('')));
  const send = (event: AppEvent) => store.setState((state) => applyEvent(state, event), true);
  const host: AheadHost = {
    choice: () => chosen,
    choose: (value) => void (chosen = value),
    isMetered: () => metered,
    whenIdle: (act) => void (idle ? idle.push(act) : act()),
  };
  const client = {
    missing: async () => missing,
    fetchAhead: (_: string, report: (loaded: number, total: number) => void, signal: AbortSignal) =>
      new Promise<void>((finish, fail) => {
        report(1e6, 44e6);
        signal.addEventListener('abort', () => fail(signal.reason));
        fetches.push({ signal, finish, fail });
      }),
  };
  const ahead = createAhead({ store }, client, host);
  send({ type: 'opened', choice, packs: [] });
  await vi.waitFor(() => expect(ahead.store.getState().missing).not.toBeNull());
  await new Promise((resolve) => setTimeout(resolve));
  return { ahead, send, state: () => ahead.store.getState() };
}

const photo = { blob: new Blob(), fileName: 'a.png' };
const summary = { stageMs: {}, totalMs: 1, gaussians: 1, video: 'turntable.mp4' } as const;

describe('fetching ahead', () => {
  it('begins by itself, and then asks what is still missing', async () => {
    const { state } = await opened();
    expect(state().fetching).toEqual({ loaded: 1e6, total: 44e6 });
    missing = { weights: 0, runtime: 0, kept: true };
    fetches[0].finish();
    await vi.waitFor(() => expect(state()).toEqual({ missing, fetching: null, failed: false }));
  });

  it.each([
    ['on a metered connection', () => void (metered = true)],
    ['if the person does not want it', () => void (chosen = 'off')],
    ['if nothing can be kept', () => void (missing.kept = false)],
    ['if there is too much', () => void (missing.weights = 6e9)],
    ['if nothing is missing', () => void (missing = { weights: 0, runtime: 0, kept: true })],
  ])('does not begin %s', async (_, arrange) => {
    arrange();
    await opened();
    expect(fetches).toHaveLength(0);
  });

  it('does not begin when the page is idle at last, if meanwhile it was stopped, or another question was asked', async () => {
    idle = [];
    const { ahead, send } = await opened();
    ahead.actions.stop();
    idle.forEach((act) => act());
    expect(fetches).toHaveLength(0);
    chosen = null;
    missing = { weights: 0, runtime: 0, kept: true };
    send({ type: 'opened', choice, packs: [] });
    await vi.waitFor(() => expect(ahead.store.getState().missing).toEqual(missing));
    idle.forEach((act) => act());
    expect(fetches).toHaveLength(0);
  });

  it('begins on a metered connection if the person asks for it', async () => {
    metered = true;
    const { ahead, state } = await opened();
    ahead.actions.fetchNow();
    expect([fetches.length, chosen, state().fetching !== null]).toEqual([1, 'on', true]);
  });

  it('stops, and remembers that', async () => {
    const { ahead, state } = await opened();
    ahead.actions.stop();
    expect([fetches[0].signal.aborted, chosen, state().fetching]).toEqual([true, 'off', null]);
  });

  it('leaves the downloads to a run, and asks again after it', async () => {
    const { send, state } = await opened();
    send({ type: 'started', photo, at: 1 });
    expect(state().fetching).toBeNull();
    expect(fetches[0].signal.aborted).toBe(true);
    missing = { weights: 0, runtime: 0, kept: true };
    send({ type: 'stage', stage: 'photo', state: 'running', ms: 0 });
    send({ type: 'finished', summary });
    await vi.waitFor(() => expect(state().missing).toEqual(missing));
    expect(fetches).toHaveLength(1);
  });

  it('that fails says so, and can be tried again', async () => {
    const { ahead, state } = await opened();
    fetches[0].fail(new Error('cut'));
    await vi.waitFor(() => expect(state()).toMatchObject({ failed: true, fetching: null }));
    ahead.actions.fetchNow();
    expect([fetches.length, state().failed]).toEqual([2, false]);
  });

  it('begins anew for another pack', async () => {
    const { send } = await opened();
    send({ type: 'pack-chosen', packId: 'other' });
    await vi.waitFor(() => expect(fetches).toHaveLength(2));
    expect(fetches.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  });
});
