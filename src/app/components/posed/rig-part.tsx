import type { ShownView } from '../../../worker/protocol.ts';
import { useActions, useAppState, useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import { shortNumber } from '../../posed/figure-text.ts';
import { shownOf } from '../../select.ts';
import { RigPicture } from './rig-picture.tsx';
import './rig-part.css';

function Row({ view, index }: { view: ShownView; index: number }) {
  const { look } = useActions();
  const shown = useAppState((state) => state.look.view === index);
  const { focalPx, distance, missed, movedPixels } = view;
  return (
    <tr data-shown={shown || undefined} onClick={() => look({ view: index })}>
      <th scope="row">{index + 1}</th>
      <td>{focalPx.toFixed(0)}</td>
      <td>{shortNumber(distance)}</td>
      <td>{missed ? shortNumber(missed.units) : '–'}</td>
      <td>{missed ? shortNumber(missed.pixels) : '–'}</td>
      <td>{shortNumber(movedPixels)}</td>
    </tr>
  );
}

/** The cameras of posed views: where they stand, and how well their pictures fit together. */
export function RigPart() {
  const { rig: text, placements } = useText().posed;
  const shown = useAppState((state) => shownOf(state)?.posedViews);
  if (!shown) return null;
  const { views, placement, scale } = shown;
  return (
    <div className="rig-part">
      <div className="rig-part-picture">
        <RigPicture {...shown} />
        <p className="viewer-hint">{text.hint}</p>
      </div>
      <div className="compare-side">
        <table className="posed-table" aria-label={text.table}>
          <thead>
            <tr>
              <th scope="col">{text.camera}</th>
              <th scope="col">{text.focal}</th>
              <th scope="col">{text.distance}</th>
              <th scope="col">{text.missed}</th>
              <th scope="col">{text.missedPixels}</th>
              <th scope="col">{text.moved}</th>
            </tr>
          </thead>
          <tbody>
            {views.map((view, index) => (
              <Row key={index} view={view} index={index} />
            ))}
          </tbody>
        </table>
        <p className="posed-note">
          {fill(text.placement, { name: placements[placement] })}{' '}
          {scale !== undefined && fill(text.scale, { scale: shortNumber(scale) })}
        </p>
        <p className="posed-note">{text.note}</p>
      </div>
    </div>
  );
}
