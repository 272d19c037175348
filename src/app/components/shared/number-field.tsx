import { useId, useState } from 'react';
import { useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';

interface Props {
  label: string;
  hint?: string;
  /** If undefined, the field is empty. */
  value: number | undefined;
  min: number;
  max: number;
  step: number;
  onChange(value: number): void;
}

/**
 * A field for a number. `onChange` is called only with complete numbers in min…max that fit `step`. At anything else, a
 * sentence says what is allowed, and that the value stays.
 */
export function NumberField({ label, hint, value, min, max, step, onChange }: Props) {
  const text = useText().access.settings;
  const [draft, setDraft] = useState<string | null>(null);
  /** What stayed when an input was refused. The sentence goes when the value changes. */
  const [stayed, setStayed] = useState<{ value: number | undefined } | null>(null);
  if (stayed && stayed.value !== value) setStayed(null);
  const refused = stayed !== null && stayed.value === value;
  const id = useId();
  const sentence = Number.isInteger(step) ? text.whole : text.decimal;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        inputMode="decimal"
        aria-describedby={`${hint ? `${id}-hint ` : ''}${id}-error`}
        // What is refused is gone when the field loses the focus. The sentence stays, so that it can be read.
        aria-invalid={(refused && draft !== null) || undefined}
        value={draft ?? value ?? ''}
        min={min}
        max={max}
        step={step}
        onChange={({ target }) => {
          const good = target.value !== '' && target.validity.valid;
          setDraft(target.value);
          setStayed(good ? null : { value });
          if (good) onChange(target.valueAsNumber);
        }}
        onBlur={() => setDraft(null)}
      />
      {hint && <small id={`${id}-hint`}>{hint}</small>}
      <small id={`${id}-error`} className="field-error" aria-live="polite">
        {refused && fill(sentence, { min, max, step, value: value ?? '–' })}
      </small>
    </div>
  );
}
