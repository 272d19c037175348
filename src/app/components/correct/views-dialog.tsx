import { useId, useState } from 'react';
import type { ViewSeed } from '../../../core/corrections/corrections.ts';
import { useAppState, useText } from '../../context.ts';
import { useCorrectActions } from '../../correct/context.ts';
import type { Painted, PaintedViews } from '../../correct/painted.ts';
import { fill } from '../../i18n/index.ts';
import { correctionsOf, shownOf } from '../../select.ts';
import { BlobImage } from '../shared/blob-image.tsx';
import { CorrectDialogFrame } from './correct-dialog.tsx';

/** Chooses each view among those that were painted so far. */
export function ViewsDialog() {
  const painted = useAppState((state) => shownOf(state)?.painted);
  return painted ? <Chooser painted={painted} /> : null;
}

function Chooser({ painted }: { painted: PaintedViews }) {
  const text = useText().correct;
  const actions = useCorrectActions();
  const before = useAppState((state) => correctionsOf(state).views ?? NONE);
  const [kept, setKept] = useState<readonly ViewSeed[]>(before);
  const pin = (view: number, seed: number | null) =>
    setKept([
      ...kept.filter((one) => one.view !== view),
      ...(seed === null ? [] : [{ view, seed }]),
    ]);
  return (
    <CorrectDialogFrame
      title={text.views.title}
      hint={text.views.hint}
      onApply={() => actions.apply({ views: kept.length > 0 ? kept : undefined })}
    >
      <ol className="views-chooser">
        {painted.views.map((pictures, view) => (
          <Row
            key={view}
            view={view}
            pictures={pictures}
            ofRun={painted.seeds[view]}
            kept={kept.find((one) => one.view === view)?.seed ?? null}
            onKeep={(seed) => pin(view, seed)}
          />
        ))}
      </ol>
    </CorrectDialogFrame>
  );
}

const NONE: readonly ViewSeed[] = [];

interface RowProps {
  /** Number of the view, from 0. */
  view: number;
  pictures: readonly Painted[];
  /** The seed of the view in the last run. */
  ofRun: number;
  /** The seed that is kept; null: that of the next run. */
  kept: number | null;
  onKeep(seed: number | null): void;
}

/** The pictures of one view. */
function Row({ view, pictures, ofRun, kept, onKeep }: RowProps) {
  const text = useText().correct.views;
  const id = useId();
  const name = fill(text.view, { number: view + 1 });
  if (view === 0)
    return (
      <li className="views-row">
        <p>{name}</p>
        <BlobImage blob={pictures[0].png} alt="" />
        <p className="views-note">{text.photo}</p>
      </li>
    );
  const chosen = kept ?? ofRun;
  return (
    <li className="views-row">
      <p id={id}>{name}</p>
      <div className="views-pictures" role="radiogroup" aria-labelledby={id}>
        {pictures.map(({ seed, png }) => (
          <label key={seed} className="views-picture">
            <input type="radio" name={id} checked={seed === chosen} onChange={() => onKeep(seed)} />
            <BlobImage blob={png} alt="" />
            <span>{fill(text.seed, { seed })}</span>
          </label>
        ))}
      </div>
      <p className="correct-check">
        <input
          id={`${id}-keep`}
          type="checkbox"
          checked={kept !== null}
          aria-describedby={id}
          onChange={({ target }) => onKeep(target.checked ? chosen : null)}
        />
        <label htmlFor={`${id}-keep`}>{text.keep}</label>
      </p>
    </li>
  );
}
