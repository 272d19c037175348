import { useState, type ReactNode } from 'react';
import { useLang, useText } from '../../context.ts';
import { showShortcuts } from '../../shortcuts/store.ts';
import { Dialog } from '../overlay/dialog.tsx';
import './guide.css';

function Points({ title, points }: { title: string; points: Readonly<Record<string, string>> }) {
  return (
    <Part title={title}>
      <ul className="guide-points">
        {Object.values(points).map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** The button “Help” and the guide that it opens. */
export function Guide() {
  const { guide: text, check, access } = useText();
  const { lang } = useLang();
  const [open, setOpen] = useState(false);
  const { title: samplesTitle, ...samples } = text.samples;
  return (
    <>
      <button
        type="button"
        className="button button-quiet guide-button"
        aria-label={text.open}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <span aria-hidden="true">?</span>
        <span className="settings-word">{text.open}</span>
      </button>
      {open && (
        <Dialog
          className="guide"
          title={text.label}
          closeLabel={text.close}
          onClose={() => setOpen(false)}
        >
          {/* It scrolls, so that the keyboard must reach it. */}
          <div className="guide-body" tabIndex={0} role="group" aria-label={text.label}>
            <Points {...text.photo} />
            <Part title={samplesTitle}>
              <ul className="guide-samples">
                {Object.entries(samples).map(([name, words]) => (
                  <li key={name}>
                    <img
                      src={`samples/small/${name}.webp`}
                      alt=""
                      loading="lazy"
                      draggable={false}
                    />
                    <p>{words}</p>
                  </li>
                ))}
              </ul>
            </Part>
            <Points {...text.cutout} />
            <Part title={text.files.title}>
              <dl className="guide-files">
                {Object.entries(text.files.rows).map(([name, words]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{words}</dd>
                  </div>
                ))}
              </dl>
            </Part>
            <Points {...text.elsewhere} />
            <p className="guide-ways">
              <button type="button" className="button" onClick={() => showShortcuts(true)}>
                {access.shortcuts.title}
              </button>
              <a href={`?check=1&lang=${lang}`} target="_blank" rel="noreferrer">
                {check.label}
              </a>
            </p>
          </div>
        </Dialog>
      )}
    </>
  );
}
