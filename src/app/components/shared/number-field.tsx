import { useId, useState } from 'react';

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

/** A field for a number. `onChange` is called only with complete numbers in min…max that fit `step`. */
export function NumberField({ label, hint, value, min, max, step, onChange }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        inputMode="decimal"
        aria-describedby={hint && `${id}-hint`}
        value={draft ?? value ?? ''}
        min={min}
        max={max}
        step={step}
        onChange={({ target }) => {
          setDraft(target.value);
          if (target.value !== '' && target.validity.valid) onChange(target.valueAsNumber);
        }}
        onBlur={() => setDraft(null)}
      />
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}
