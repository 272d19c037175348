import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Ahead, AheadState } from './store.ts';

/** `mount.tsx` provides the value. */
export const AheadContext = createContext<Ahead | null>(null);

export const useAhead = (): Ahead => {
  const found = useContext(AheadContext);
  if (!found) throw new Error('This component is not inside an AheadContext.');
  return found;
};

/** The value that `select` takes from the state. The component renders again when that value changes. */
export const useAheadState = <T>(select: (state: AheadState) => T): T =>
  useStore(useAhead().store, select);
