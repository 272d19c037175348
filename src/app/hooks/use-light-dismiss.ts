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
    window.addEventListener('pointerdown', ({ target }) => fold(target as Node), on);
    window.addEventListener('keydown', ({ key }) => key === 'Escape' && fold(null), on);
    return () => off.abort();
  }, [root]);
}
