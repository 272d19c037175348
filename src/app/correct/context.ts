import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { CorrectActions, Correcting, CorrectState } from './store.ts';

/** What a person corrects by hand. `mount.tsx` provides the value. */
export const CorrectContext = createContext<Correcting | null>(null);

export const useCorrecting = (): Correcting => {
  const correcting = useContext(CorrectContext);
  if (!correcting) throw new Error('This component is not inside a CorrectContext.');
  return correcting;
};

export const useCorrectActions = (): CorrectActions => useCorrecting().actions;

/** The value that `select` takes from the state. The component renders again when that value changes. */
export const useCorrectState = <T>(select: (state: CorrectState) => T): T =>
  useStore(useCorrecting().store, select);
