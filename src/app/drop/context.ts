import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { DropState, Drops } from './store.ts';

/** Takes dropped, pasted and chosen files. `mount.tsx` provides the value. */
export const DropContext = createContext<Drops | null>(null);

export const useDrops = (): Drops => {
  const drops = useContext(DropContext);
  if (!drops) throw new Error('This component is not inside a DropContext.');
  return drops;
};

/** The value that `select` takes from the state of drops. The component renders again when that value changes. */
export const useDropState = <T>(select: (state: DropState) => T): T =>
  useStore(useDrops().store, select);
