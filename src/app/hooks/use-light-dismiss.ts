import { useEffect, type RefObject } from 'react';

/**
 * Closes each open `<details>` in `root` when the pointer is pressed outside of it or Escape is pressed. Does nothing
 * while a dialog is open.
 */
export function useLightDismiss(root: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const listening = new AbortController();
    const options = { signal: listening.signal };
    const close = (except: Node | null) => {
      for (const details of root.current?.querySelectorAll('details[open]') ?? [])
        if (!details.contains(except)) details.removeAttribute('open');
    };
    // The `<details>` from which a dialog was opened must stay open. When the dialog closes, the focus goes back to a button
    // in that `<details>`.
    const dialogIsOpen = () => document.querySelector('dialog[open]') !== null;
    window.addEventListener(
      'pointerdown',
      ({ target }) => dialogIsOpen() || close(target as Node),
      options,
    );
    window.addEventListener(
      'keydown',
      ({ key }) => key === 'Escape' && (dialogIsOpen() || close(null)),
      options,
    );
    return () => listening.abort();
  }, [root]);
}
