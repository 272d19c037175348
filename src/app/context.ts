import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Lang } from '../core/languages.ts';
import { messages, type Messages } from './i18n/index.ts';
import type { App, AppActions } from './store.ts';
import type { AppState } from './state.ts';

/** The app, provided by mount.tsx. */
export const AppContext = createContext<App | null>(null);

/** @throws Error outside of an AppContext */
export const useApp = (): App => {
  const app = useContext(AppContext);
  if (!app) throw new Error('This component needs an AppContext above it.');
  return app;
};

export const useActions = (): AppActions => useApp().actions;

/** The part of the page's state that `select` picks. The component renders again when it changes. */
export const useAppState = <T>(select: (state: AppState) => T): T =>
  useStore(useApp().store, select);

export const LangContext = createContext<{ lang: Lang; setLang: (lang: Lang) => void }>({
  lang: 'en',
  setLang: () => {},
});

export const useLang = () => useContext(LangContext);

/** All sentences in the chosen language. */
export const useText = (): Messages => messages[useLang().lang];
