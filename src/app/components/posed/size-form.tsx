import { useId, useState } from 'react';
import { useActions, useAppState, useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import { sizeText, typedSize, type SizeQuestion } from '../../posed/calibration.ts';
import './size-form.css';

/** The sizes that may fit as buttons, and two fields for another one. */
function Form({ question }: { question: SizeQuestion }) {
  const text = useText().posed.calibration;
  const { runCalibratedFor } = useActions();
  const [width, setWidth] = useState('');
  const [height, setHeight] = useState('');
  const id = useId();
  const typed = typedSize(width, height, question);
  return (
    <div className="size-form">
      {question.sizes.length > 0 && (
        <div className="size-form-row" role="group" aria-label={text.likely}>
          {question.sizes.map((size, i) => (
            <button
              key={sizeText(size)}
              type="button"
              className={i === 0 ? 'button' : 'button button-quiet'}
              onClick={() => void runCalibratedFor(size)}
            >
              {fill(text.use, { size: sizeText(size) })}
            </button>
          ))}
        </div>
      )}
      <form
        className="size-form-row"
        aria-label={text.other}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.kind === 'size') void runCalibratedFor(typed.size);
        }}
      >
        {(
          [
            [text.width, width, setWidth],
            [text.height, height, setHeight],
          ] as const
        ).map(([label, value, set]) => (
          <label key={label}>
            <span>{label}</span>
            <input
              inputMode="numeric"
              value={value}
              aria-describedby={id}
              onChange={({ target }) => set(target.value)}
            />
          </label>
        ))}
        <button
          type="submit"
          className="button button-quiet"
          aria-describedby={id}
          disabled={typed.kind !== 'size'}
        >
          {text.useOther}
        </button>
      </form>
      <p id={id} aria-live="polite">
        {typed.kind === 'incomplete' && text.hint}
        {typed.kind === 'proportions' && fill(text.proportions, { width, height: typed.height })}
        {typed.kind === 'size' && fill(text.middle, typed.middle)}
      </p>
    </div>
  );
}

/** Asks for which size the cameras of the sample were calibrated. Nothing, if the page has no such question. */
export function SizeForm() {
  const question = useAppState((state) => state.sizeQuestion);
  return question && <Form question={question} />;
}
