import { useEffect } from 'react';

const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Calls back when nobody has touched the page for a while. */
export function useIdle(afterMs: number | null, onIdle: () => void) {
  useEffect(() => {
    if (afterMs === null) return;
    const off = new AbortController();
    let timer = setTimeout(onIdle, afterMs);
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(onIdle, afterMs);
    };
    for (const sign of SIGNS_OF_LIFE)
      window.addEventListener(sign, again, { signal: off.signal, passive: true });
    return () => {
      off.abort();
      clearTimeout(timer);
    };
  }, [afterMs, onIdle]);
}
