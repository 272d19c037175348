import { textIn } from '../../../core/languages.ts';
import { useActions, useLang, useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import type { Sample } from '../../samples.ts';
import './samples.css';

/** The sample photos. A click on a photo starts a run with it. */
export function Samples({ samples }: { samples: readonly Sample[] }) {
  const { lang } = useLang();
  const text = useText().drop;
  const { startSample } = useActions();
  if (samples.length === 0) return null;
  return (
    <div className="samples" role="group" aria-label={text.samples}>
      <p className="samples-label" aria-hidden="true">
        {text.samples}
      </p>
      <div className="samples-row">
        {samples.map(({ name, thumbnail, title }) => (
          <button
            key={name}
            type="button"
            className="samples-item"
            aria-label={fill(text.sample, { title: textIn(lang, title) })}
            title={textIn(lang, title)}
            onClick={() => void startSample(name, samples)}
          >
            <img src={thumbnail} alt="" draggable={false} />
          </button>
        ))}
      </div>
    </div>
  );
}
