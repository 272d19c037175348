import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Offline, OfflineState } from './store.ts';

/** `mount.tsx` provides the value. */
export const OfflineContext = createContext<Offline | null>(null);

export const useOffline = (): Offline => {
  const found = useContext(OfflineContext);
  if (!found) throw new Error('This component is not inside an OfflineContext.');
  return found;
};

/** The value that `select` takes from the state. The component renders again when that value changes. */
export const useOfflineState = <T>(select: (state: OfflineState) => T): T =>
  useStore(useOffline().store, select);
