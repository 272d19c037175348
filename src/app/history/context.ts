import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { HistoryState } from './state.ts';
import type { History } from './store.ts';

/** The history of runs. `mount.tsx` provides the value. */
export const HistoryContext = createContext<History | null>(null);

export const useHistory = (): History => {
  const history = useContext(HistoryContext);
  if (!history) throw new Error('This component is not inside a HistoryContext.');
  return history;
};

/** The value that `select` takes from the history's state. The component renders again when that value changes. */
export const useHistoryState = <T>(select: (state: HistoryState) => T): T =>
  useStore(useHistory().store, select);
