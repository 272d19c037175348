import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { ViewActions, ViewState, ViewStore } from './store.ts';

/** How the splat is looked at. `mount.tsx` provides the value. */
export const ViewContext = createContext<ViewStore | null>(null);

const useView = (): ViewStore => {
  const view = useContext(ViewContext);
  if (!view) throw new Error('This component is not inside a ViewContext.');
  return view;
};

export const useViewActions = (): ViewActions => useView().actions;

/** The value that `select` takes from the state. The component renders again when that value changes. */
export const useViewState = <T>(select: (state: ViewState) => T): T =>
  useStore(useView().store, select);
