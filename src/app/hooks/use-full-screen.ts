import { useEffect, useState, type RefObject } from 'react';

/** Whether the element fills the screen, and what changes it. `toggle` is null where the browser cannot do it. */
export function useFullScreen(element: RefObject<HTMLElement | null>): {
  on: boolean;
  toggle: (() => void) | null;
} {
  const [on, setOn] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    const changed = () => setOn(document.fullscreenElement === element.current);
    document.addEventListener('fullscreenchange', changed, { signal: listening.signal });
    return () => listening.abort();
  }, [element]);
  const toggle = () => {
    const change = on ? document.exitFullscreen() : element.current?.requestFullscreen();
    change?.catch((error) => console.warn('The browser refuses full screen.', error));
  };
  return { on, toggle: document.fullscreenEnabled ? toggle : null };
}
