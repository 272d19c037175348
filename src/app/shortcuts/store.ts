import { createStore } from 'zustand/vanilla';

/** Whether the page shows the list of keys. */
export const shortcutList = createStore<{ open: boolean }>(() => ({ open: false }));

export const showShortcuts = (open: boolean) => shortcutList.setState({ open });
