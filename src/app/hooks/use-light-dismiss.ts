import { useEffect, type RefObject } from 'react';

/** Folds the open popovers of `root` when something else is clicked, or with Escape. */
export function useLightDismiss(root: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const off = new AbortController();
    const fold = (except: Node | null) => {
      for (const details of root.current?.querySelectorAll('details[open]') ?? [])
        if (!details.contains(except)) details.removeAttribute('open');
    };
    const on = { signal: off.signal };
    // A dialog that was opened from a popover lies over it, and goes back to it.
    const modal = () => document.querySelector('dialog[open]') !== null;
    window.addEventListener('pointerdown', ({ target }) => modal() || fold(target as Node), on);
    window.addEventListener(
      'keydown',
      ({ key }) => key === 'Escape' && (modal() || fold(null)),
      on,
    );
    return () => off.abort();
  }, [root]);
}
