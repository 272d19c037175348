import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { ImportState } from './state.ts';
import type { ImportActions, Importer } from './store.ts';

/** The import panel's store and actions. `mount.tsx` provides the value. */
export const ImportContext = createContext<Importer | null>(null);

const useImporter = (): Importer => {
  const importer = useContext(ImportContext);
  if (!importer) throw new Error('This component is not inside an ImportContext.');
  return importer;
};

export const useImportActions = (): ImportActions => useImporter().actions;

/** The value that `select` takes from the import panel's state. The component renders again when that value changes. */
export const useImport = <T>(select: (state: ImportState) => T): T =>
  useStore(useImporter().store, select);
