import type { StorageFigures } from './state.ts';

/** What the history asks of the browser's storage. */
export interface BrowserStorage {
  /** Null: the browser gives no storage. */
  figures(): Promise<StorageFigures | null>;
  /** Asks the browser, once per visit, not to delete the storage by itself. */
  persist(): Promise<void>;
}

/** @param manager the browser's. Undefined without a secure context */
export function browserStorage(manager: StorageManager | undefined): BrowserStorage {
  let answer: boolean | null = null;
  let asked = false;
  return {
    figures: async () => {
      if (!manager) return null;
      const { usage, quota } = await manager.estimate();
      const free = usage === undefined || quota === undefined ? null : Math.max(0, quota - usage);
      const persisted = (await manager.persisted()) || answer;
      return { used: usage ?? null, free, persisted };
    },
    persist: async () => {
      if (!manager || asked) return;
      asked = true;
      answer = (await manager.persisted()) || (await manager.persist());
    },
  };
}
