import { useActions, useAppState, useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import { shownOf } from '../../select.ts';
import { BackIcon, ForwardIcon } from '../shared/icons.tsx';
import { ErrorLegend } from './error-legend.tsx';
import { FiguresTable } from './figures-table.tsx';
import { ErrorPicture, Wipe } from './wipe.tsx';
import './compare-part.css';

/** The real picture and the splat of one view, or their differences, and the figures of all views. */
export function ComparePart() {
  const text = useText().posed;
  const { look } = useActions();
  const { view: index, errors, whole } = useAppState((state) => state.look);
  const comparison = useAppState((state) => shownOf(state)?.comparison);
  const names = useAppState((state) => shownOf(state)?.posedViews?.views);
  if (!comparison) return <p className="posed-waiting">{text.compare.waiting}</p>;
  const count = comparison.views.length;
  const view = comparison.views[index];
  const number = index + 1;
  const go = (step: number) => look({ view: (index + step + count) % count });
  const picture = { view, number, whole };
  return (
    <div className="compare">
      <div className="compare-picture">
        {errors ? <ErrorPicture {...picture} /> : <Wipe {...picture} />}
      </div>
      <div className="compare-side">
        <div className="compare-view">
          <button
            type="button"
            className="button button-icon"
            aria-label={text.compare.previous}
            title={text.compare.previous}
            onClick={() => go(-1)}
          >
            <BackIcon />
          </button>
          <p aria-live="polite">
            {fill(text.compare.of, { number, count, name: names?.[index]?.name ?? '' })}
          </p>
          <button
            type="button"
            className="button button-icon"
            aria-label={text.compare.next}
            title={text.compare.next}
            onClick={() => go(1)}
          >
            <ForwardIcon />
          </button>
        </div>
        <div className="compare-choices">
          <div className="segmented" role="group" aria-label={text.parts.compare}>
            {[false, true].map((shown) => (
              <button
                key={String(shown)}
                type="button"
                aria-pressed={shown === errors}
                onClick={() => look({ errors: shown })}
              >
                {shown ? text.compare.errors : text.compare.wipe}
              </button>
            ))}
          </div>
          {view.detail && (
            <label className="compare-whole">
              <input
                type="checkbox"
                checked={whole}
                onChange={({ target }) => look({ whole: target.checked })}
              />
              <span>{text.compare.whole}</span>
            </label>
          )}
        </div>
        {errors && <ErrorLegend />}
        <FiguresTable comparison={comparison} shown={index} />
        <p className="posed-note">{text.figuresNote}</p>
      </div>
    </div>
  );
}
