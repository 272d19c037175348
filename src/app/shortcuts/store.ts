import { createStore } from 'zustand/vanilla';
import { pageStorage } from '../viewer/store.ts';

/** Key in the browser's local storage. */
const KEY = 'single-keys';

/**
 * Whether the page shows the list of keys. `single`: whether single characters are keys of the whole page or dialog, and not
 * only of what has the focus. Who speaks to the computer can switch that off (WCAG 2.1.4).
 */
export const shortcutList = createStore<{ open: boolean; single: boolean }>(() => ({
  open: false,
  single: pageStorage()?.getItem(KEY) !== 'off',
}));

export const showShortcuts = (open: boolean) => shortcutList.setState({ open });

export const allowSingleKeys = (single: boolean) => {
  shortcutList.setState({ single });
  try {
    pageStorage()?.setItem(KEY, single ? 'on' : 'off');
  } catch {
    // Then the choice ends with the page.
  }
};
