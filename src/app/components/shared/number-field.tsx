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
  const [refused, setRefused] = useState(false);
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
        aria-invalid={refused || undefined}
        value={draft ?? value ?? ''}
        min={min}
        max={max}
        step={step}
        onChange={({ target }) => {
          const good = target.value !== '' && target.validity.valid;
          setDraft(target.value);
          setRefused(!good);
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
