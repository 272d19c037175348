import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { messages, type Lang, type Messages } from './i18n/index.ts';
import type { App, AppActions } from './store.ts';
import type { AppState } from './state.ts';

export const AppContext = createContext<App | null>(null);

export const useApp = (): App => {
  const app = useContext(AppContext);
  if (!app) throw new Error('No AppContext above this component.');
  return app;
};

export const useActions = (): AppActions => useApp().actions;

export const useAppState = <T>(select: (state: AppState) => T): T =>
  useStore(useApp().store, select);

export const LangContext = createContext<{ lang: Lang; setLang: (lang: Lang) => void }>({
  lang: 'en',
  setLang: () => {},
});

export const useLang = () => useContext(LangContext);

export const useText = (): Messages => messages[useLang().lang];
