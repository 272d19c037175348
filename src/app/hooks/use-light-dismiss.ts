import { useEffect, type RefObject } from 'react';

/** Closes the open `<details>` in `root` on a click outside of them and on Escape, but not while a dialog is open. */
export function useLightDismiss(root: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const off = new AbortController();
    const close = (except: Node | null) => {
      for (const details of root.current?.querySelectorAll('details[open]') ?? [])
        if (!details.contains(except)) details.removeAttribute('open');
    };
    const on = { signal: off.signal };
    // A dialog that was opened from a popover returns the focus to it.
    const dialogIsOpen = () => document.querySelector('dialog[open]') !== null;
    window.addEventListener(
      'pointerdown',
      ({ target }) => dialogIsOpen() || close(target as Node),
      on,
    );
    window.addEventListener(
      'keydown',
      ({ key }) => key === 'Escape' && (dialogIsOpen() || close(null)),
      on,
    );
    return () => off.abort();
  }, [root]);
}
