import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { preferredLang, type Lang } from '../../../core/languages.ts';
import { checkAsText, factText, lineName } from '../../check/sentences.ts';
import { verdictOf } from '../../check/state.ts';
import type { Check } from '../../check/store.ts';
import { LangContext } from '../../context.ts';
import { messages } from '../../i18n/index.ts';
import { LanguageSwitch } from '../shell/language-switch.tsx';
import { Mark } from '../shell/mark.tsx';
import './check-view.css';

interface Props {
  check: Check;
  firstLang: Lang | undefined;
}

/** The page of `?check=1`: what this computer can do, line by line. */
export function CheckView({ check, firstLang }: Props) {
  const [lang, setLang] = useState<Lang>(firstLang ?? preferredLang(navigator.language));
  const state = useStore(check.store);
  const text = messages[lang];
  const words = text.check;
  const verdict = verdictOf(state);
  const asText = useMemo(() => checkAsText(state, text), [state, text]);
  const [copying, setCopying] = useState<'no' | 'done' | 'refused'>('no');

  useEffect(() => {
    document.documentElement.lang = lang;
    document.title = `${words.label} – ${text.title}`;
  }, [lang, text, words]);
  useEffect(() => void check.run(), [check]);

  const copy = () =>
    // Not in every context there is a clipboard.
    Promise.resolve(
      navigator.clipboard?.writeText(asText) ?? Promise.reject(new Error('none')),
    ).then(
      () => setCopying('done'),
      () => setCopying('refused'),
    );

  return (
    <LangContext value={{ lang, setLang }}>
      <div className="page check">
        <header className="header">
          <Mark />
          <h1 className="header-title">{text.title}</h1>
          <div className="header-tools">
            <LanguageSwitch />
          </div>
        </header>
        <main>
          <section className="panel check-panel" aria-label={words.label}>
            <h2>{words.label}</h2>
            <p className="check-verdict" role="status" data-verdict={verdict}>
              {words.verdicts[verdict]}
            </p>
            <p className="check-what">{words.what}</p>
            <div className="check-buttons">
              <button type="button" className="button button-primary" onClick={() => void copy()}>
                {words.copy}
              </button>
              <button
                type="button"
                className="button"
                disabled={!state.done}
                onClick={() => {
                  setCopying('no');
                  void check.run();
                }}
              >
                {words.again}
              </button>
              <a className="button" href={`./?lang=${lang}`}>
                {words.back}
              </a>
              <span role="status" aria-live="polite">
                {copying === 'done' && words.copied}
                {copying === 'refused' && words.notCopied}
              </span>
            </div>
            <dl className="check-lines">
              {state.lines.map((line) => (
                <div key={line.id} data-line={line.id} data-state={line.state}>
                  <dt>
                    <span className="check-lamp" aria-hidden="true" />
                    {lineName(line, text)}
                    <small>{words.states[line.state]}</small>
                  </dt>
                  {line.facts.map((fact) => (
                    <dd key={`${fact.key} ${fact.values?.where ?? ''}`}>{factText(fact, text)}</dd>
                  ))}
                </div>
              ))}
            </dl>
            {copying === 'refused' && (
              <textarea aria-label={words.asText} readOnly value={asText} rows={12} />
            )}
          </section>
        </main>
      </div>
    </LangContext>
  );
}
