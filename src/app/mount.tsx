import './styles/theme.css';
import './styles/layout.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { ImportClient } from '../worker/import-protocol.ts';
import type { PipelineClient } from '../worker/protocol.ts';
import { AppView } from './app.tsx';
import { AppContext } from './context.ts';
import { ImportContext } from './import/context.ts';
import { createImporter } from './import/store.ts';
import { createApp } from './store.ts';
import { parseUrl } from './url.ts';

/** Puts the page into `root`, joined to a pipeline and to what imports packs for it. */
export function mount(
  root: HTMLElement,
  client: PipelineClient,
  connectImport: (baseUrl: string) => ImportClient,
) {
  const wishes = parseUrl(location.search);
  const baseUrl = new URL('.', document.baseURI).href;
  const app = createApp(client, wishes, baseUrl);
  const importer = createImporter(connectImport(baseUrl), {
    packIds: () => app.store.getState().packs.map(({ id }) => id),
    packsChanged: app.actions.listPacks,
    choosePack: app.actions.choosePack,
  });
  createRoot(root).render(
    <StrictMode>
      <AppContext value={app}>
        <ImportContext value={importer}>
          <AppView wishes={wishes} baseUrl={baseUrl} />
        </ImportContext>
      </AppContext>
    </StrictMode>,
  );
  void app.actions.open();
}
