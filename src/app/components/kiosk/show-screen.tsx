import { textIn } from '../../../core/languages.ts';
import { useLang, useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import { useKiosk, useKioskState } from '../../kiosk/context.ts';
import { KioskViewer } from './kiosk-viewer.tsx';

/** A splat of the attract loop, which a visitor turns. */
export function ShowScreen() {
  const { lang } = useLang();
  const { kiosk: text, viewer } = useText();
  const kiosk = useKiosk();
  const opened = useKioskState((state) => state.opened);
  if (!opened?.kept) return null;
  const { name, file, title } = opened.sample;
  const label = fill(text.show, { title: textIn(lang, title) });
  return (
    <section className="kiosk-run" aria-label={label}>
      <h1 className="visually-hidden">{label}</h1>
      <div className="kiosk-stage">
        <KioskViewer ply={opened.kept.ply} label={viewer.canvas} />
        <img
          className="kiosk-inset"
          src={file}
          alt={fill(text.photoOf, { title: textIn(lang, title) })}
          draggable={false}
        />
      </div>
      <div className="kiosk-status">
        <p>{text.turnHint}</p>
        <button type="button" className="button kiosk-button" onClick={() => kiosk.runSample(name)}>
          {text.watch}
        </button>
        <button type="button" className="button button-primary kiosk-button" onClick={kiosk.choose}>
          {text.another}
        </button>
      </div>
    </section>
  );
}
