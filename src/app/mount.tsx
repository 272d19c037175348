import './styles/theme.css';
import './styles/layout.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { ImportClient } from '../worker/import-protocol.ts';
import type { PlayerClient } from '../worker/player/protocol.ts';
import type { PipelineClient } from '../worker/protocol.ts';
import { AheadContext } from './ahead/context.ts';
import { browserHost } from './ahead/host.ts';
import { createAhead } from './ahead/store.ts';
import { AppView } from './app.tsx';
import { AppContext } from './context.ts';
import { DropContext } from './drop/context.ts';
import { createDrops } from './drop/store.ts';
import { EtaContext } from './eta/context.ts';
import { LearnedTimes } from './eta/learned.ts';
import { createEta } from './eta/store.ts';
import { ImportContext } from './import/context.ts';
import { createImporter } from './import/store.ts';
import { OfflineContext } from './offline/context.ts';
import { takeBroughtFiles } from './offline/brought-files.ts';
import { register } from './offline/register.ts';
import { createOffline } from './offline/store.ts';
import { PlayerContext } from './player/context.ts';
import { createPlayer } from './player/store.ts';
import { hasKeptJobs, openJobs } from '../worker/job-store/open.ts';
import { createAccess, wasReloaded } from './queue/access.ts';
import { QueueContext } from './queue/context.ts';
import { createQueue } from './queue/store.ts';
import { previewOf, thumbnailOf } from './queue/thumbnail.ts';
import { createApp } from './store.ts';
import { parseUrl } from './url.ts';

/** Renders the page into `root`, connects the page with the pipeline, the import worker and the player, and opens the pipeline. */
export function mount(
  root: HTMLElement,
  client: PipelineClient,
  connectImport: (baseUrl: string) => ImportClient,
  playerClient: PlayerClient,
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
  const drops = createDrops(app, importer, queue, player);
  const offline = createOffline(() => location.reload());
  const ahead = createAhead(app, client, browserHost());
  const eta = createEta(app, new LearnedTimes(storageOfPage()));
  createRoot(root).render(
    <StrictMode>
      <AppContext value={app}>
        <ImportContext value={importer}>
          <QueueContext value={queue}>
            <DropContext value={drops}>
              <PlayerContext value={player}>
                <OfflineContext value={offline}>
                  <AheadContext value={ahead}>
                    <EtaContext value={eta}>
                      <AppView url={url} baseUrl={baseUrl} />
                    </EtaContext>
                  </AheadContext>
                </OfflineContext>
              </PlayerContext>
            </DropContext>
          </QueueContext>
        </ImportContext>
      </AppContext>
    </StrictMode>,
  );
  register(baseUrl, offline.on);
  takeBroughtFiles(baseUrl, drops);
  void app.actions.open();
  void queue.actions.open();
}

/** The browser's local storage. Null if the browser refuses it. */
function storageOfPage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
