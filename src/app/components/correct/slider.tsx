import { useId } from 'react';

interface Props {
  label: string;
  /** The value, as the person reads it. */
  shown: string;
  value: number;
  min: number;
  max: number;
  step: number;
  onChange(value: number): void;
}

/** A slider with its label and its value. */
export function Slider({ label, shown, onChange, ...range }: Props) {
  const id = useId();
  return (
    <div className="correct-slider">
      <label htmlFor={id}>{label}</label>
      <span aria-hidden="true">{shown}</span>
      <input
        id={id}
        type="range"
        aria-valuetext={shown}
        {...range}
        onChange={({ target }) => onChange(target.valueAsNumber)}
      />
    </div>
  );
}
