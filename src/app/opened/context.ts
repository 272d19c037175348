import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Opened, OpenedState } from './store.ts';

/** What opens splats from files. `mount.tsx` provides the value. */
export const OpenedContext = createContext<Opened | null>(null);

const useOpened = (): Opened => {
  const opened = useContext(OpenedContext);
  if (!opened) throw new Error('This component is not inside an OpenedContext.');
  return opened;
};

export const useOpenedActions = () => useOpened().actions;

/** The value that `select` takes from the state. The component renders again when that value changes. */
export const useOpenedState = <T>(select: (state: OpenedState) => T): T =>
  useStore(useOpened().store, select);
