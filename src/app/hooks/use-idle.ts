import { useEffect } from 'react';

const INPUT_EVENTS = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Calls `onIdle` once after `afterMs` milliseconds without pointer, key or wheel input; never when `afterMs` is null. */
export function useIdle(afterMs: number | null, onIdle: () => void) {
  useEffect(() => {
    if (afterMs === null) return;
    const off = new AbortController();
    let timer = setTimeout(onIdle, afterMs);
    const restart = () => {
      clearTimeout(timer);
      timer = setTimeout(onIdle, afterMs);
    };
    for (const type of INPUT_EVENTS)
      window.addEventListener(type, restart, { signal: off.signal, passive: true });
    return () => {
      off.abort();
      clearTimeout(timer);
    };
  }, [afterMs, onIdle]);
}
