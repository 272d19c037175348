import { useEffect } from 'react';

const INPUT_EVENTS = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Calls `onIdle` once after `afterMs` milliseconds without pointer, key or wheel input. Null: never calls it. */
export function useIdle(afterMs: number | null, onIdle: () => void) {
  useEffect(() => {
    if (afterMs === null) return;
    const listening = new AbortController();
    let timer = setTimeout(onIdle, afterMs);
    const restart = () => {
      clearTimeout(timer);
      timer = setTimeout(onIdle, afterMs);
    };
    for (const type of INPUT_EVENTS)
      window.addEventListener(type, restart, { signal: listening.signal, passive: true });
    return () => {
      listening.abort();
      clearTimeout(timer);
    };
  }, [afterMs, onIdle]);
}
