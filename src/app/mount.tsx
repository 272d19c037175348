import './styles/theme.css';
import './styles/layout.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { ImportClient } from '../worker/import-protocol.ts';
import type { PlayerClient } from '../worker/player/protocol.ts';
import type { SplatClient } from '../worker/splats/protocol.ts';
import type { PipelineClient } from '../worker/protocol.ts';
import { AppView } from './app.tsx';
import { AppContext } from './context.ts';
import { DropContext } from './drop/context.ts';
import { createDrops } from './drop/store.ts';
import { ExportsContext } from './exports/context.ts';
import { createExports } from './exports/store.ts';
import { ImportContext } from './import/context.ts';
import { createImporter } from './import/store.ts';
import { OpenedContext } from './opened/context.ts';
import { createOpened } from './opened/store.ts';
import { PlayerContext } from './player/context.ts';
import { createPlayer } from './player/store.ts';
import { hasKeptJobs, openJobs } from '../worker/job-store/open.ts';
import { createAccess, wasReloaded } from './queue/access.ts';
import { QueueContext } from './queue/context.ts';
import { createQueue } from './queue/store.ts';
import { previewOf, thumbnailOf } from './queue/thumbnail.ts';
import { createApp } from './store.ts';
import { parseUrl } from './url.ts';
import { ViewContext } from './viewer/context.ts';
import { createViewStore, pageStorage } from './viewer/store.ts';
import { saveBlob } from './zip.ts';

/** Renders the page into `root`, connects the page with the pipeline and the other workers, and opens the pipeline. */
export function mount(
  root: HTMLElement,
  client: PipelineClient,
  connectImport: (baseUrl: string) => ImportClient,
  playerClient: PlayerClient,
  splatClient: SplatClient,
) {
  const url = parseUrl(location.search);
  const baseUrl = new URL('.', document.baseURI).href;
  const app = createApp(client, url, baseUrl);
  const importer = createImporter(connectImport(baseUrl), {
    half: () => app.store.getState().choice?.half ?? false,
    packIds: () => app.store.getState().packs.map(({ id }) => id),
    packsChanged: app.actions.listPacks,
    choosePack: app.actions.choosePack,
  });
  const queue = createQueue(app, {
    access: createAccess(navigator.locks),
    hasKeptJobs,
    openJobs,
    reloaded: wasReloaded(),
    thumbnailOf,
    previewOf,
  });
  const player = createPlayer(playerClient, () => app.store.getState().choice?.rasterizer ?? 'cpu');
  const opened = createOpened(splatClient, app);
  const exports = createExports(splatClient, app, {
    save: saveBlob,
    openTab: (href) => void window.open(href, '_blank', 'noopener'),
    origin: location.origin,
  });
  const view = createViewStore(pageStorage());
  const drops = createDrops(app, importer, queue, { player, opened });
  createRoot(root).render(
    <StrictMode>
      <AppContext value={app}>
        <ImportContext value={importer}>
          <QueueContext value={queue}>
            <DropContext value={drops}>
              <PlayerContext value={player}>
                <OpenedContext value={opened}>
                  <ExportsContext value={exports}>
                    <ViewContext value={view}>
                      <AppView url={url} baseUrl={baseUrl} />
                    </ViewContext>
                  </ExportsContext>
                </OpenedContext>
              </PlayerContext>
            </DropContext>
          </QueueContext>
        </ImportContext>
      </AppContext>
    </StrictMode>,
  );
  void app.actions.open();
  void queue.actions.open();
}
