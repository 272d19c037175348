import { useCallback, useEffect, useState } from 'react';
import { LangContext, useActions, useAppState } from './context.ts';
import { preferredLang, type Lang } from '../core/languages.ts';
import { messages } from './i18n/index.ts';
import { useIdle } from './hooks/use-idle.ts';
import { useFileDrop } from './hooks/use-file-drop.ts';
import { useDrops } from './drop/context.ts';
import { droppedIn } from './drop/listed.ts';
import { useImport } from './import/context.ts';
import { ImportDialog } from './import/panel/import-dialog.tsx';
import { usePlayerState } from './player/context.ts';
import { useQueue, useQueueState } from './queue/context.ts';
import { hasQueue } from './queue/select.ts';
import { isBusy } from './run-machine.ts';
import { loadSamples, type Sample } from './samples.ts';
import { areAnimationsOff, hasResults, isPosed } from './select.ts';
import type { UrlParams } from './url.ts';
import { Header } from './components/shell/header.tsx';
import { Rail } from './components/shell/rail.tsx';
import { CorrectDialogs } from './components/correct/correct-dialogs.tsx';
import { PlayerDialog } from './components/player/player-dialog.tsx';
import { MainArea } from './components/shell/main-area.tsx';
import { PosedTiles } from './components/posed/posed-tiles.tsx';
import { QueuePanel } from './components/queue/queue-panel.tsx';
import { StageTrail } from './components/run/stage-trail.tsx';
import { StatusBar } from './components/run/status-bar.tsx';

/** Milliseconds without input after which a page with ?kiosk=1 removes photo and results. */
const KIOSK_IDLE_MS = 3 * 60_000;

/** The whole page. */
export function AppView({ url, baseUrl }: { url: UrlParams; baseUrl: string }) {
  const actions = useActions();
  const busy = useAppState((state) => isBusy(state.run));
  const animationsOff = useAppState(areAnimationsOff);
  const results = useAppState(hasResults);
  const posed = useAppState(isPosed);
  const [lang, setLang] = useState<Lang>(url.lang ?? preferredLang(navigator.language));
  const [samples, setSamples] = useState<Sample[]>([]);

  const drops = useDrops();
  const importing = useImport(({ open }) => open);
  const playing = usePlayerState(({ files }) => files !== null);
  const onDrop = useCallback(
    (transfer: DataTransfer) => void drops.take(droppedIn(transfer)),
    [drops],
  );
  const hovering = useFileDrop(onDrop);
  const queue = useQueue();
  const queued = useQueueState(hasQueue);
  const onIdle = useCallback(() => {
    actions.reset();
    drops.dismiss();
    void queue.actions.clear();
  }, [actions, drops, queue]);
  useIdle(url.kiosk && !busy ? KIOSK_IDLE_MS : null, onIdle);

  useEffect(() => {
    document.documentElement.lang = lang;
    document.title = messages[lang].title;
  }, [lang]);

  useEffect(() => {
    let unmounted = false;
    void loadSamples(baseUrl).then((list) => {
      if (unmounted) return;
      setSamples(list);
      if (url.sample) void actions.startSample(url.sample, list);
    });
    return () => {
      unmounted = true;
    };
  }, [actions, baseUrl, url.sample]);

  return (
    <LangContext value={{ lang, setLang }}>
      <div
        className="page"
        data-kiosk={url.kiosk || undefined}
        data-results={results || undefined}
        data-queue={queued || undefined}
        data-calm={animationsOff || undefined}
      >
        <Header />
        <main className="page-main">
          {queued && <QueuePanel />}
          <MainArea samples={samples} hovering={hovering} />
          {results && <Rail samples={samples} />}
          <StatusBar />
          {posed ? <PosedTiles /> : <StageTrail />}
        </main>
        {playing && <PlayerDialog />}
        <CorrectDialogs />
        {importing && <ImportDialog hovering={hovering !== null} />}
      </div>
    </LangContext>
  );
}
