import './styles/theme.css';
import './styles/layout.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { ImportClient } from '../worker/import-protocol.ts';
import type { PlayerClient } from '../worker/player/protocol.ts';
import type { PipelineClient } from '../worker/protocol.ts';
import { AppView } from './app.tsx';
import { AppContext } from './context.ts';
import { CorrectContext } from './correct/context.ts';
import { createCorrecting } from './correct/store.ts';
import { DropContext } from './drop/context.ts';
import { createDrops } from './drop/store.ts';
import { ImportContext } from './import/context.ts';
import { createImporter } from './import/store.ts';
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
  const correcting = createCorrecting(app);
  createRoot(root).render(
    <StrictMode>
      <AppContext value={app}>
        <ImportContext value={importer}>
          <QueueContext value={queue}>
            <DropContext value={drops}>
              <PlayerContext value={player}>
                <CorrectContext value={correcting}>
                  <AppView url={url} baseUrl={baseUrl} />
                </CorrectContext>
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
