import { useCallback, useEffect, useMemo, useState } from 'react';
import { LangContext, useActions, useAppState } from './context.ts';
import { useCorrectState } from './correct/context.ts';
import type { Lang } from '../core/languages.ts';
import { messages } from './i18n/index.ts';
import { useHovering } from './hooks/use-hovering.ts';
import { useHistoryState } from './history/context.ts';
import { keepFocus } from './focus/keep-focus.ts';
import { hasHistory } from './history/select.ts';
import { useImport } from './import/context.ts';
import { usePlayerState } from './player/context.ts';
import { useQueueState } from './queue/context.ts';
import { hasQueue } from './queue/select.ts';
import { samplesAt } from './samples.ts';
import { areAnimationsOff, hasResults, isPosed } from './select.ts';
import type { UrlParams } from './url.ts';
import { HistoryPanel } from './components/history/history-panel.tsx';
import { Header } from './components/shell/header.tsx';
import { MAIN, SkipLink } from './components/shell/skip-link.tsx';
import { Shortcuts } from './components/shortcuts/shortcuts.tsx';
import { Rail } from './components/shell/rail.tsx';
import { MainArea } from './components/shell/main-area.tsx';
import { PosedTiles } from './components/posed/posed-tiles.tsx';
import { QueuePanel } from './components/queue/queue-panel.tsx';
import { StageTrail } from './components/run/stage-trail.tsx';
import { StatusBar } from './components/run/status-bar.tsx';
import { later } from './components/shared/later.tsx';

interface Props {
  url: UrlParams;
  baseUrl: string;
  /** The language of the first picture, and what remembers another one. */
  firstLang: Lang;
  onLang(lang: Lang): void;
  /** Resolves when the history is open, with whether a run of it goes on. */
  historyOpened: Promise<boolean>;
}

const CorrectDialogs = later(async () => {
  const { CorrectDialogs } = await import('./components/correct/correct-dialogs.tsx');
  return CorrectDialogs;
});
const ImportDialog = later(async () => {
  const { ImportDialog } = await import('./import/panel/import-dialog.tsx');
  return ImportDialog;
});
const PlayerDialog = later(async () => {
  const { PlayerDialog } = await import('./components/player/player-dialog.tsx');
  return PlayerDialog;
});

/** The whole page. */
export function AppView({ url, baseUrl, firstLang, onLang, historyOpened }: Props) {
  const actions = useActions();
  const animationsOff = useAppState(areAnimationsOff);
  const results = useAppState(hasResults);
  const posed = useAppState(isPosed);
  const viewing = useAppState(({ viewed }) => viewed !== null);
  const [lang, chooseLang] = useState<Lang>(firstLang);
  const setLang = useCallback(
    (chosen: Lang) => {
      chooseLang(chosen);
      onLang(chosen);
    },
    [onLang],
  );
  const samples = useMemo(() => samplesAt(baseUrl), [baseUrl]);

  const importing = useImport(({ open }) => open);
  const playing = usePlayerState(({ files }) => files !== null);
  const correcting = useCorrectState(({ dialog }) => dialog !== null);
  const hovering = useHovering();
  const queued = useQueueState(hasQueue);
  const kept = useHistoryState(hasHistory);
  // Beside a result the history is in the rail.
  const side = queued || (kept && !results);

  useEffect(() => keepFocus(document), []);

  useEffect(() => {
    document.documentElement.lang = lang;
    document.title = messages[lang].title;
  }, [lang]);

  useEffect(() => {
    let unmounted = false;
    const { sample } = url;
    // After a reload the sample's run goes on, and does not start anew.
    if (sample)
      void historyOpened.then((goesOn) => {
        if (!goesOn && !unmounted) void actions.startSample(sample, samples);
      });
    return () => {
      unmounted = true;
    };
  }, [actions, samples, url, historyOpened]);

  return (
    <LangContext value={{ lang, setLang }}>
      <div
        className="page"
        data-results={results || undefined}
        data-side={side || undefined}
        data-calm={animationsOff || undefined}
      >
        <SkipLink />
        <Header />
        <main className="page-main" id={MAIN} tabIndex={-1} data-focus-home>
          <StatusBar />
          {side && (
            <div className="side">
              {queued && <QueuePanel />}
              {kept && !results && <HistoryPanel />}
            </div>
          )}
          <MainArea samples={samples} hovering={hovering} />
          {results && <Rail samples={samples} />}
          {!viewing && (posed ? <PosedTiles /> : <StageTrail />)}
        </main>
        {playing && <PlayerDialog />}
        {correcting && <CorrectDialogs />}
        {importing && <ImportDialog hovering={hovering !== null} />}
        <Shortcuts />
      </div>
    </LangContext>
  );
}
