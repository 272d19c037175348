import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Lang } from '../core/languages.ts';
import { messages, type Messages } from './i18n/index.ts';
import type { App, AppActions } from './store.ts';
import type { AppState } from './state.ts';

/** The page's store and actions. `mount.tsx` provides the value. */
export const AppContext = createContext<App | null>(null);

/** The value of AppContext. @throws Error in a component that is not inside an AppContext */
export const useApp = (): App => {
  const app = useContext(AppContext);
  if (!app) throw new Error('This component is not inside an AppContext.');
  return app;
};

export const useActions = (): AppActions => useApp().actions;

/** The value that `select` takes from the page's state. The component renders again when that value changes. */
export const useAppState = <T>(select: (state: AppState) => T): T =>
  useStore(useApp().store, select);

export const LangContext = createContext<{ lang: Lang; setLang: (lang: Lang) => void }>({
  lang: 'en',
  setLang: () => {},
});

export const useLang = () => useContext(LangContext);

/** All sentences in the chosen language. */
export const useText = (): Messages => messages[useLang().lang];
