interface Props {
  label: string;
  /** What the value means. */
  valueText: string;
  /** 0…100. */
  percent: number;
  onChange(percent: number): void;
}

/** A slider from 0 to 100 percent. */
export const PercentSlider = ({ label, valueText, percent, onChange }: Props) => (
  <input
    type="range"
    min={0}
    max={100}
    step={1}
    value={percent}
    aria-label={label}
    aria-valuetext={valueText}
    onChange={({ target }) => onChange(target.valueAsNumber)}
  />
);
