import { useActions, useAppState, useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import { FIGURE_NAMES, figureText, SHOWN_FIGURES, shortNumber } from '../../posed/figure-text.ts';
import { pictureState, shownOf } from '../../select.ts';
import type { ShownView } from '../../../worker/protocol.ts';
import { BlobImage } from '../shared/blob-image.tsx';
import { ViewIcon } from '../shared/icons.tsx';
import './posed-tiles.css';

/** One view: its picture with the outline of the mask, and its camera. A click chooses it. */
function Tile({ view, index }: { view: ShownView | undefined; index: number }) {
  const text = useText().posed;
  const { look } = useActions();
  const chosen = useAppState((state) => state.look.view === index && state.look.part !== 'splat');
  const comparable = useAppState((state) => shownOf(state)?.splat !== undefined);
  if (!view)
    return (
      <li className="posed-tile">
        <span className="posed-tile-picture posed-tile-ghost">
          <ViewIcon azimuthDeg={60 * index} />
        </span>
      </li>
    );
  const { name, png, focalPx, distance } = view;
  const values = {
    ...{ number: index + 1, name },
    ...{ focal: focalPx.toFixed(0), distance: shortNumber(distance) },
  };
  return (
    <li className="posed-tile">
      <button
        type="button"
        aria-pressed={chosen}
        aria-label={fill(text.tile, values)}
        title={name}
        disabled={!comparable}
        onClick={() => look({ view: index, part: 'compare' })}
      >
        <span className="posed-tile-picture">
          <BlobImage blob={png} alt="" />
        </span>
        <span className="posed-tile-name">
          <b>{index + 1}</b> <span>{name}</span>
        </span>
        <span className="posed-tile-camera">
          <span>{fill(text.focal, values)}</span>
          <span>{fill(text.distance, values)}</span>
        </span>
      </button>
    </li>
  );
}

/** With more views there is no room for the mean beside them. It is then only in the comparison. */
const MOST_BESIDE_MEAN = 6;

/** The mean of the figures of all views. */
function MeanTile() {
  const text = useText().posed;
  const mean = useAppState((state) => shownOf(state)?.comparison?.mean);
  if (!mean) return null;
  const names = { ...FIGURE_NAMES, ...text.figures };
  return (
    <li className="posed-mean">
      <p>{text.compare.mean}</p>
      <dl>
        {SHOWN_FIGURES.map((name) => (
          <div key={name}>
            <dt>{names[name]}</dt>
            <dd>{figureText(name, mean)}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

/** The posed views of a run as a row of tiles, one per camera. */
export function PosedTiles() {
  const text = useText().posed;
  const state = useAppState((all) => pictureState(all, 'posed'));
  const views = useAppState((state) => shownOf(state)?.posedViews?.views);
  const count = useAppState((state) => shownOf(state)?.photo.sample?.pictures.length ?? 0);
  const known = views ?? Array.from({ length: Math.min(count, 12) }, () => undefined);
  return (
    <section className="trail" aria-label={text.label}>
      <ol className="posed-tiles" data-step={state} data-many={known.length > 8 || undefined}>
        {known.map((view, index) => (
          <Tile key={index} view={view} index={index} />
        ))}
        {known.length <= MOST_BESIDE_MEAN && <MeanTile />}
      </ol>
    </section>
  );
}
