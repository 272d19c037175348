import { createStore, type StoreApi } from 'zustand/vanilla';
import { asAppError, isAbort, type AppError } from '../../core/errors.ts';
import type { ExportFormat } from '../../core/exchange/formats.ts';
import type { SplatClient } from '../../worker/splats/protocol.ts';
import type { App } from '../store.ts';
import { keepAddress, keptAddress, openingAddress, webAddress } from './super-splat.ts';
import { exportName, sameSource, sourceOf, titleOf } from './select.ts';

/** A file that is made from the splat. */
type ExportItem =
  | { state: 'making'; fraction: number }
  | { state: 'done'; file: Blob }
  | { state: 'failed'; error: AppError };

export interface ExportsState {
  /** The files of the splat that the page shows. */
  items: Readonly<Partial<Record<ExportFormat, ExportItem>>>;
  /** Address of the person's own SuperSplat, as it was typed. Empty if there is none. */
  superSplat: string;
}

export interface Exports {
  store: StoreApi<ExportsState>;
  /** They never reject. */
  actions: {
    /** Makes a file and saves it. A file that has been made is only saved. */
    make(format: ExportFormat): Promise<void>;
    cancel(format: ExportFormat): void;
    setSuperSplat(address: string): void;
    /** Opens the splat in the person's own SuperSplat. One that cannot get it is opened after the splat was saved. */
    openSuperSplat(): void;
  };
}

/** What the page does outside itself. */
interface ExportHost {
  /** Saves a file on the person's disk. */
  save(file: Blob, name: string): void;
  /** Opens an address in another tab. */
  openTab(href: string): void;
  origin: string;
}

/** Makes files of other formats from the splat that the page shows. */
export function createExports(
  client: Pick<SplatClient, 'convert'>,
  app: Pick<App, 'store'>,
  { save, openTab, origin }: ExportHost,
): Exports {
  const store = createStore<ExportsState>(() => ({ items: {}, superSplat: keptAddress() }));
  const running = new Map<ExportFormat, AbortController>();

  const addresses = new WeakMap<Blob, string>();
  /** One address per file, however often it is opened. */
  const addressOf = (file: Blob): string => {
    const address = addresses.get(file) ?? URL.createObjectURL(file);
    addresses.set(file, address);
    return address;
  };

  const put = (format: ExportFormat, item: ExportItem | undefined) =>
    store.setState(({ items }) => ({ items: { ...items, [format]: item } }));

  const cancel = (format: ExportFormat) => {
    running.get(format)?.abort();
    running.delete(format);
    if (store.getState().items[format]?.state === 'making') put(format, undefined);
  };

  // Files of another splat are of no use.
  app.store.subscribe((state, before) => {
    if (sameSource(sourceOf(state), sourceOf(before))) return;
    for (const controller of running.values()) controller.abort();
    running.clear();
    store.setState({ items: {} });
  });

  return {
    store,
    actions: {
      async make(format) {
        const state = app.store.getState();
        const source = sourceOf(state);
        const item = store.getState().items[format];
        if (!source || item?.state === 'making') return;
        if (item?.state === 'done') return save(item.file, exportName(state, format));
        const controller = new AbortController();
        running.set(format, controller);
        const { signal } = controller;
        put(format, { state: 'making', fraction: 0 });
        const report = (fraction: number) => {
          if (!signal.aborted) put(format, { state: 'making', fraction });
        };
        try {
          const file = await client.convert(source, format, titleOf(state), report, signal);
          if (signal.aborted) return;
          put(format, { state: 'done', file });
          save(file, exportName(state, format));
        } catch (error) {
          if (signal.aborted || isAbort(error)) return;
          put(format, { state: 'failed', error: asAppError(error, 'export') });
        }
      },
      cancel,
      setSuperSplat(address) {
        store.setState({ superSplat: address });
        keepAddress(address);
      },
      openSuperSplat() {
        const state = app.store.getState();
        const source = sourceOf(state);
        const address = webAddress(store.getState().superSplat);
        if (!source || !address) return;
        const { blob, name } = source.file;
        const { href, gets } = openingAddress(address, {
          ...{ origin, name, blobUrl: () => addressOf(blob) },
        });
        if (!gets) save(blob, state.viewed ? name : exportName(state, 'ply'));
        openTab(href);
      },
    },
  };
}
