import { useSyncExternalStore } from 'react';

const query = matchMedia('(pointer: coarse)');

const listen = (changed: () => void) => {
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
};

/** Whether the main pointer is a finger. Then nobody drops or pastes files, and there is often a camera. */
export const useCoarsePointer = (): boolean => useSyncExternalStore(listen, () => query.matches);
