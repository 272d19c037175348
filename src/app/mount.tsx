import './styles/theme.css';
import './styles/layout.css';
import './styles/touch.css';
import './styles/forced-colors.css';
import { startTransition, StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { preferredLang } from '../core/languages.ts';
import type { ImportClient } from '../worker/import-protocol.ts';
import type { PlayerClient } from '../worker/player/protocol.ts';
import type { SplatClient } from '../worker/splats/protocol.ts';
import type { PipelineClient } from '../worker/protocol.ts';
import { AheadContext } from './ahead/context.ts';
import { browserHost } from './ahead/host.ts';
import { createAhead } from './ahead/store.ts';
import { AppView } from './app.tsx';
import { openCheck } from './check/open.ts';
import { AppContext } from './context.ts';
import { CorrectContext } from './correct/context.ts';
import { createCorrecting } from './correct/store.ts';
import { StalePage } from './components/offline/stale-page.tsx';
import { later } from './components/shared/later.tsx';
import { DropContext } from './drop/context.ts';
import { listenForFiles } from './drop/listen.ts';
import { createDrops } from './drop/store.ts';
import { EtaContext } from './eta/context.ts';
import { LearnedTimes } from './eta/learned.ts';
import { createEta } from './eta/store.ts';
import { ExportsContext } from './exports/context.ts';
import { createExports } from './exports/store.ts';
import { HistoryContext } from './history/context.ts';
import { browserStorage } from './history/storage.ts';
import { createHistory } from './history/store.ts';
import { ImportContext } from './import/context.ts';
import { createImporter } from './import/store.ts';
import { KioskContext } from './kiosk/context.ts';
import { openKiosk } from './kiosk/open.ts';
import { takeBroughtFiles } from './offline/brought-files.ts';
import { OfflineContext } from './offline/context.ts';
import { register } from './offline/register.ts';
import { createOffline } from './offline/store.ts';
import { OpenedContext } from './opened/context.ts';
import { createOpened } from './opened/store.ts';
import { PlayerContext } from './player/context.ts';
import { createPlayer } from './player/store.ts';
import { hasKeptJobs, openJobs } from '../worker/job-store/open.ts';
import { createAccess, wasReloaded } from './queue/access.ts';
import { QueueContext } from './queue/context.ts';
import { createQueue } from './queue/store.ts';
import { previewOf, thumbnailOf } from './queue/thumbnail.ts';
import { guardLeaving } from './leave-guard.ts';
import { localStore, recall, remember, worthRemembering } from './settings/remembered.ts';
import { createApp } from './store.ts';
import { parseUrl } from './url.ts';
import { ViewContext } from './viewer/context.ts';
import { createViewStore, pageStorage } from './viewer/store.ts';
import { saveBlob } from './zip.ts';

const CheckView = later(async () => {
  const { CheckView } = await import('./components/check/check-view.tsx');
  return CheckView;
}, StalePage);
const KioskView = later(async () => {
  const { KioskView } = await import('./components/kiosk/kiosk-view.tsx');
  return KioskView;
}, StalePage);

/** Renders in pieces: while the first picture is made, the page already answers. */
const show = (root: HTMLElement, page: ReactNode) =>
  startTransition(() => createRoot(root).render(page));

/** Calls `act` when the first picture stands. The workers that it starts would take the processor from the page. */
const afterFirstPicture = (act: () => void) => {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(act, { timeout: 1000 });
  else setTimeout(act);
};

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
  if (url.check) {
    const check = openCheck(url, baseUrl);
    show(root, <CheckView check={check} firstLang={url.lang} />);
    return;
  }
  // A kiosk remembers nothing of its visitors.
  const memory = url.kiosk ? null : localStore();
  const remembered = recall(memory);
  const app = createApp(client, url, baseUrl, remembered);
  app.store.subscribe((state, before) => {
    const isSame = state.settings === before.settings && state.packId === before.packId;
    const worth = isSame ? null : worthRemembering(state, url, recall(memory));
    if (worth) remember(memory, worth);
  });
  const importer = createImporter(connectImport(baseUrl), {
    half: () => app.store.getState().choice?.half ?? false,
    packIds: () => app.store.getState().packs.map(({ id }) => id),
    packsChanged: app.actions.listPacks,
    choosePack: app.actions.choosePack,
  });
  const queue = createQueue(app, {
    access: createAccess(navigator.locks, 'queue'),
    hasKeptJobs,
    openJobs: () => openJobs('queue'),
    reloaded: wasReloaded(),
    thumbnailOf,
    previewOf,
  });
  const history = createHistory(app, {
    access: createAccess(navigator.locks, 'history'),
    openJobs: () => openJobs('history'),
    reloaded: wasReloaded(),
    storage: browserStorage(navigator.storage),
    thumbnailOf,
    previewOf,
    now: () => Date.now(),
  });
  const player = createPlayer(playerClient, () => app.store.getState().choice?.rasterizer ?? 'cpu');
  const opened = createOpened(splatClient, app);
  const exports = createExports(splatClient, app, {
    save: saveBlob,
    openTab: (href) => void window.open(href, '_blank', 'noopener'),
    origin: location.origin,
  });
  const view = createViewStore(pageStorage(), url.drawer);
  const drops = createDrops(app, importer, queue, { player, opened });
  const historyOpened = url.kiosk ? Promise.resolve(false) : history.actions.open();
  if (!url.kiosk) guardLeaving({ app, history, importer, queue });
  const offline = createOffline(() => location.reload());
  const ahead = createAhead(app, client, browserHost());
  const eta = createEta(app, new LearnedTimes(localStore()));
  const correcting = createCorrecting(app);
  const kiosk = url.kiosk ? openKiosk(app, baseUrl) : null;
  listenForFiles((dropped) => {
    if (!kiosk) void drops.take(dropped);
    else if (url.files) void kiosk.take(dropped);
  });
  const page = kiosk ? (
    <KioskContext value={kiosk}>
      <KioskView url={url} baseUrl={baseUrl} />
    </KioskContext>
  ) : (
    <AppView
      url={url}
      baseUrl={baseUrl}
      firstLang={url.lang ?? remembered.lang ?? preferredLang(navigator.language)}
      onLang={(lang) => remember(memory, { lang })}
      historyOpened={historyOpened}
    />
  );
  show(
    root,
    <StrictMode>
      <AppContext value={app}>
        <ImportContext value={importer}>
          <QueueContext value={queue}>
            <DropContext value={drops}>
              <PlayerContext value={player}>
                <OpenedContext value={opened}>
                  <ExportsContext value={exports}>
                    <HistoryContext value={history}>
                      <CorrectContext value={correcting}>
                        <OfflineContext value={offline}>
                          <AheadContext value={ahead}>
                            <EtaContext value={eta}>
                              <ViewContext value={view}>{page}</ViewContext>
                            </EtaContext>
                          </AheadContext>
                        </OfflineContext>
                      </CorrectContext>
                    </HistoryContext>
                  </ExportsContext>
                </OpenedContext>
              </PlayerContext>
            </DropContext>
          </QueueContext>
        </ImportContext>
      </AppContext>
    </StrictMode>,
  );
  register(baseUrl, offline.on);
  afterFirstPicture(() => void app.actions.open());
  // A booth takes no files from outside, and neither shows nor continues what was queued before.
  if (url.kiosk) return;
  takeBroughtFiles(baseUrl, drops);
  void queue.actions.open();
}
