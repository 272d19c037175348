import './progress-bar.css';

interface Props {
  label: string;
  /** 0…1 */
  fraction: number;
}

/** A bar that fills from the start of the line. Screen readers get the value in percent. */
export function ProgressBar({ label, fraction }: Props) {
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(100 * fraction)}
    >
      <span style={{ inlineSize: `${100 * fraction}%` }} />
    </div>
  );
}
