import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { ImportState } from './state.ts';
import type { ImportActions, Importer } from './store.ts';

/** The import panel's store for all components below. */
export const ImportContext = createContext<Importer | null>(null);

export const useImporter = (): Importer => {
  const importer = useContext(ImportContext);
  if (!importer) throw new Error('No ImportContext above this component.');
  return importer;
};

export const useImportActions = (): ImportActions => useImporter().actions;

/** A value from the import panel's state. The component renders again when it changes. */
export const useImport = <T>(select: (state: ImportState) => T): T =>
  useStore(useImporter().store, select);
