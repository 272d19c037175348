import './styles/theme.css';
import './styles/layout.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { PipelineClient } from '../worker/protocol.ts';
import { AppView } from './app.tsx';
import { AppContext } from './context.ts';
import { createApp } from './store.ts';
import { parseUrl } from './url.ts';

/** Puts the page into `root`, joined to a pipeline. */
export function mount(root: HTMLElement, client: PipelineClient) {
  const wishes = parseUrl(location.search);
  const baseUrl = new URL('.', document.baseURI).href;
  const app = createApp(client, wishes, baseUrl);
  createRoot(root).render(
    <StrictMode>
      <AppContext value={app}>
        <AppView wishes={wishes} baseUrl={baseUrl} />
      </AppContext>
    </StrictMode>,
  );
  void app.actions.open();
}
