import { LARGEST_ERROR, writeHeat } from '../../../core/metrics/error-picture.ts';
import { useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';

const STEPS = 16;

const colourAt = (value: number): string => {
  const colour = new Uint8ClampedArray(3);
  writeHeat(value, colour, 0);
  return `rgb(${colour.join(' ')})`;
};

const gradient = `linear-gradient(to right, ${Array.from({ length: STEPS + 1 }, (_, i) => colourAt(i / STEPS)).join(', ')})`;

/** What the colours of the errors mean. */
export function ErrorLegend() {
  const text = useText().posed.compare;
  return (
    <div className="error-legend">
      <p>{text.legend}</p>
      <span className="error-legend-bar" style={{ background: gradient }} aria-hidden="true" />
      <p className="error-legend-ends">
        <span>0</span>
        <span>{fill(text.more, { value: LARGEST_ERROR })}</span>
      </p>
    </div>
  );
}
