import type { Messages } from '../i18n/index.ts';

type Words = Messages['access']['shortcuts'];
export type ShortcutGroup = keyof Words['groups'];

interface Shortcut {
  /** What is pressed: texts of `keys` in the translations, or the keys themselves. */
  keys: readonly (keyof Words['keys'] | (string & {}))[];
  word: keyof Words['words'];
}

/** The keys of the page beside Tab, Enter and those of fields. `list.test.ts` presses them, `e2e/keyboard.spec.ts` those of the page. */
export const SHORTCUTS: Record<ShortcutGroup, readonly Shortcut[]> = {
  page: [
    { keys: ['?'], word: 'list' },
    { keys: ['Esc'], word: 'closeOpen' },
  ],
  viewer: [
    { keys: ['arrows'], word: 'turn' },
    { keys: ['shiftArrows'], word: 'pan' },
    { keys: ['+', '−'], word: 'zoom' },
    { keys: ['F'], word: 'frame' },
    { keys: ['R'], word: 'reset' },
  ],
  mask: [
    { keys: ['arrows'], word: 'cursor' },
    { keys: ['shiftArrows'], word: 'cursorFar' },
    { keys: ['space'], word: 'paint' },
    { keys: ['shiftSpace'], word: 'growLess' },
    { keys: ['[', ']'], word: 'size' },
    { keys: ['B'], word: 'brush' },
    { keys: ['E'], word: 'eraser' },
    { keys: ['G'], word: 'grow' },
    { keys: ['O'], word: 'only' },
    { keys: ['Ctrl + Z'], word: 'undo' },
    { keys: ['Ctrl + Y'], word: 'redo' },
    { keys: ['+', '−'], word: 'zoomPhoto' },
    { keys: ['0'], word: 'fit' },
  ],
  centring: [
    { keys: ['arrows'], word: 'move' },
    { keys: ['shiftArrows'], word: 'moveFar' },
    { keys: ['+', '−'], word: 'scale' },
  ],
  keypoints: [
    { keys: ['arrows'], word: 'move' },
    { keys: ['shiftArrows'], word: 'moveFar' },
  ],
  rig: [{ keys: ['arrows'], word: 'turn' }],
  player: [
    { keys: ['space'], word: 'play' },
    { keys: [',', '.'], word: 'frames' },
    { keys: ['arrows'], word: 'turn' },
    { keys: ['+', '−'], word: 'zoom' },
    { keys: ['F'], word: 'frame' },
    { keys: ['R'], word: 'reset' },
  ],
};

/** Whether keys that a person presses in this element are text. */
export const takesText = (element: Element | null): boolean =>
  element !== null &&
  element.matches(
    'textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=range], [type=file], [type=color])',
  );
