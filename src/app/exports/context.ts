import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Exports, ExportsState } from './store.ts';

/** What makes files of other formats. `mount.tsx` provides the value. */
export const ExportsContext = createContext<Exports | null>(null);

const useExports = (): Exports => {
  const exports = useContext(ExportsContext);
  if (!exports) throw new Error('This component is not inside an ExportsContext.');
  return exports;
};

export const useExportActions = () => useExports().actions;

/** The value that `select` takes from the state. The component renders again when that value changes. */
export const useExportsState = <T>(select: (state: ExportsState) => T): T =>
  useStore(useExports().store, select);
