import { useEffect, useState } from 'react';

/** Seconds since `startedAt` (milliseconds since 1970). Updated five times per second while `active`. */
export function useElapsed(startedAt: number, active: boolean): number {
  const [now, setNow] = useState(startedAt);
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => setNow(Date.now()), 200);
    return () => clearInterval(timer);
  }, [active]);
  return Math.max(0, now - startedAt) / 1000;
}
