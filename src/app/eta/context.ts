import { createContext, useContext } from 'react';
import { useStore, type StoreApi } from 'zustand';
import type { EtaState } from './store.ts';

/** `mount.tsx` provides the value. */
export const EtaContext = createContext<StoreApi<EtaState> | null>(null);

/** The value that `select` takes from the state. The component renders again when that value changes. */
export const useEtaState = <T>(select: (state: EtaState) => T): T => {
  const store = useContext(EtaContext);
  if (!store) throw new Error('This component is not inside an EtaContext.');
  return useStore(store, select);
};
