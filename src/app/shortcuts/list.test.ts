import { describe, expect, it, vi } from 'vitest';
import { TOOLS } from '../../core/mask-edit/editor.ts';
import { NO_NUDGE } from '../../core/corrections/corrections.ts';
import { keyNudge } from '../correct/nudging.ts';
import { listenToKeys } from '../correct/surface/keys.ts';
import { playerKey } from '../player/player-keys.ts';
import { listenOrbit } from '../viewer/orbit-input.ts';
import { SHORTCUTS, type ShortcutGroup } from './list.ts';

interface Press {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
}

const plain = { shiftKey: false, ctrlKey: false };
const arrows = ['ArrowLeft', 'ArrowUp', 'ArrowDown', 'ArrowRight'];

/** The presses that an entry of the list stands for. */
const pressesOf = (name: string): Press[] => {
  switch (name) {
    case 'arrows':
      return arrows.map((key) => ({ ...plain, key }));
    case 'shiftArrows':
      return arrows.map((key) => ({ ...plain, key, shiftKey: true }));
    case 'space':
      return [{ ...plain, key: ' ' }];
    case 'shiftSpace':
      return [{ ...plain, key: ' ', shiftKey: true }];
    default: {
      const ctrlKey = name.startsWith('Ctrl + ');
      return [
        { ...plain, ctrlKey, key: name.replace('Ctrl + ', '').replace('−', '-').toLowerCase() },
      ];
    }
  }
};

/** Sends a key to an element's listeners. Returns whether one of them used it. */
const send = (host: EventTarget, press: Press) => {
  const event = Object.assign(new Event('keydown', { cancelable: true }), press, { code: '' });
  host.dispatchEvent(event);
  return event.defaultPrevented;
};

const orbit = () => {
  const host = new EventTarget();
  const handlers = { turn: vi.fn(), pan: vi.fn(), zoom: vi.fn(), reset: vi.fn(), frame: vi.fn() };
  listenOrbit(host as HTMLElement, handlers);
  return { host, handlers };
};

/** Whether the key does something where the list says so. */
const uses: Record<
  Exclude<ShortcutGroup, 'page' | 'keypoints' | 'rig'>,
  (press: Press) => boolean
> = {
  viewer: (press) => send(orbit().host, press),
  mask: (press) => {
    const host = new EventTarget();
    const state = { tool: 'brush', radius: 8, tolerance: 20, parts: 2 };
    const photo = { width: 100, height: 100 };
    const surface = {
      ...{ host, cursor: { x: 50, y: 50 }, setCursor: vi.fn(), zoomBy: vi.fn(), fit: vi.fn() },
      correcting: {
        editor: { state, photo, painting: false },
        actions: { ...{ undo: vi.fn(), redo: vi.fn(), set: vi.fn() }, strokeTo: vi.fn() },
      },
    };
    listenToKeys(surface as never, new AbortController().signal);
    return send(host, press);
  },
  centring: ({ key, shiftKey }) => keyNudge(NO_NUDGE, key, shiftKey) !== null,
  player: (press) => {
    const actions = { seek: vi.fn(), setPlaying: vi.fn() };
    const store = { getState: () => ({ files: [0, 1], frame: 0, playing: true }) };
    const event = { ...press, metaKey: false, altKey: false };
    const target = { matches: () => false };
    const act = playerKey({ store, actions } as never, event, target as never);
    return act !== undefined || send(orbit().host, press);
  },
};

describe.each(Object.entries(uses))('%s', (group, used) => {
  const listed = SHORTCUTS[group as keyof typeof uses].flatMap(({ keys, word }) =>
    keys.flatMap((key) => pressesOf(key).map((press) => ({ word, ...press }))),
  );

  it.each(listed)('$word: “$key” is used', (press) => expect(used(press)).toBe(true));

  it('leaves other keys to the browser', () => expect(used({ ...plain, key: 'q' })).toBe(false));
});

it('does what the list says of the 3D view', () => {
  const { host, handlers } = orbit();
  const called = (name: keyof typeof handlers, key: string) => {
    for (const press of pressesOf(key)) send(host, press);
    expect(handlers[name]).toHaveBeenCalled();
  };
  called('turn', 'arrows');
  called('pan', 'shiftArrows');
  called('zoom', '+');
  called('frame', 'F');
  called('reset', 'R');
});

it('finds letters on a Korean keyboard, and leaves keys with Ctrl to the browser', () => {
  const { host, handlers } = orbit();
  const press = (more: object) =>
    host.dispatchEvent(Object.assign(new Event('keydown'), plain, more));
  press({ key: 'ㄱ', code: 'KeyR' });
  expect(handlers.reset).toHaveBeenCalledTimes(1);
  press({ key: 'r', code: 'KeyR', ctrlKey: true });
  press({ key: '+', code: 'Equal', ctrlKey: true });
  press({ key: 'ArrowLeft', code: 'ArrowLeft', altKey: true });
  expect(handlers.reset).toHaveBeenCalledTimes(1);
  expect(handlers.zoom).not.toHaveBeenCalled();
  expect(handlers.turn).not.toHaveBeenCalled();
});

it('lists a key for each tool of the cut-out editor that paints or clicks', () => {
  const words = SHORTCUTS.mask.map(({ word }) => word as string);
  expect(words).toEqual(expect.arrayContaining(TOOLS.filter((tool) => tool !== 'move')));
});

it('plays, pauses and steps around the ends of a sequence', () => {
  const actions = { seek: vi.fn(), setPlaying: vi.fn() };
  const press = (key: string, frame: number, target = false) => {
    const store = { getState: () => ({ files: [0, 1, 2], frame, playing: true }) };
    const event = { key, ctrlKey: false, metaKey: false, altKey: false };
    playerKey({ store, actions } as never, event, { matches: () => target } as never)?.();
  };
  press(' ', 0);
  expect(actions.setPlaying).toHaveBeenCalledWith(false);
  press(',', 0);
  expect(actions.seek).toHaveBeenLastCalledWith(2);
  press('.', 2);
  expect(actions.seek).toHaveBeenLastCalledWith(0);
  // Who has switched single characters off still has the space bar.
  const player = {
    store: { getState: () => ({ files: [0, 1], frame: 0, playing: true }) },
    actions,
  };
  const actOf = (key: string) =>
    playerKey(
      player as never,
      { ...plain, key, metaKey: false, altKey: false },
      { matches: () => false } as never,
      false,
    );
  expect([actOf('.'), actOf(',')]).toEqual([undefined, undefined]);
  expect(actOf(' ')).toBeDefined();
  // A button takes the space bar itself.
  press(' ', 0, true);
  expect(actions.setPlaying).toHaveBeenCalledTimes(1);
});
