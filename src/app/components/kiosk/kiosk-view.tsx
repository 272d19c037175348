import { useCallback, useEffect, useState } from 'react';
import { preferredLang, type Lang } from '../../../core/languages.ts';
import { LangContext, useActions, useAppState } from '../../context.ts';
import { useIdle } from '../../hooks/use-idle.ts';
import { messages } from '../../i18n/index.ts';
import { useKiosk, useKioskState } from '../../kiosk/context.ts';
import { fillScreen, lockDown, stayAwake } from '../../kiosk/lock-down.ts';
import { isBusy } from '../../run-machine.ts';
import { samplesAt } from '../../samples.ts';
import { areAnimationsOff } from '../../select.ts';
import type { UrlParams } from '../../url.ts';
import { LanguageSwitch } from '../shell/language-switch.tsx';
import { Mark } from '../shell/mark.tsx';
import { Attract } from './attract.tsx';
import { CameraScreen } from './camera-screen.tsx';
import { Choose } from './choose.tsx';
import { KioskRun } from './kiosk-run.tsx';
import { ShowScreen } from './show-screen.tsx';
import './kiosk.css';

/** Seconds without input after which the page starts anew, unless the address says another number. */
const IDLE_S = 60;
/** A run takes its time. Only one that takes this long without a touch is given up. */
const IDLE_IN_RUN_S = 600;

interface Props {
  url: UrlParams;
  baseUrl: string;
}

/** The page on a booth. It has no settings, no import, no history, no queue and no downloads. */
export function KioskView({ url, baseUrl }: Props) {
  const kiosk = useKiosk();
  const actions = useActions();
  const screen = useKioskState((state) => state.screen);
  const working = useAppState(({ run }) => isBusy(run)) && screen === 'run';
  const calm = useAppState(areAnimationsOff);
  const firstLang = url.lang ?? preferredLang(navigator.language);
  const [lang, setLang] = useState<Lang>(firstLang);

  useEffect(() => {
    document.documentElement.lang = lang;
    document.title = messages[lang].title;
  }, [lang]);

  useEffect(() => {
    const ended = new AbortController();
    lockDown(ended.signal);
    fillScreen(ended.signal);
    stayAwake(ended.signal);
    return () => ended.abort();
  }, []);

  useEffect(() => {
    // In development React starts this twice.
    const beginning = setTimeout(() => {
      void kiosk.begin(samplesAt(baseUrl));
      if (url.sample) kiosk.runSample(url.sample);
    });
    return () => clearTimeout(beginning);
  }, [kiosk, baseUrl, url.sample]);

  const onIdle = useCallback(() => {
    kiosk.reset();
    actions.dismiss();
    setLang(firstLang);
  }, [kiosk, actions, firstLang]);
  const idleS = url.idleS ?? IDLE_S;
  useIdle(1000 * (working ? Math.max(idleS, IDLE_IN_RUN_S) : idleS), onIdle);

  return (
    <LangContext value={{ lang, setLang }}>
      <div className="page kiosk" data-kiosk data-screen={screen} data-calm={calm || undefined}>
        <header className="kiosk-head">
          <Mark />
          <p className="kiosk-title">{messages[lang].title}</p>
          <LanguageSwitch />
        </header>
        <main className="kiosk-main" aria-label={messages[lang].kiosk.label}>
          {screen === 'attract' && <Attract />}
          {screen === 'choose' && <Choose camera={url.camera} files={url.files} />}
          {screen === 'camera' && <CameraScreen />}
          {screen === 'run' && <KioskRun />}
          {screen === 'show' && <ShowScreen />}
        </main>
      </div>
    </LangContext>
  );
}
