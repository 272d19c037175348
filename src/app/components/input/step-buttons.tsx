import { stepChoices } from '../../../core/step-choices.ts';
import { useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';

interface Props {
  /** The pack's default number of steps. */
  own: number;
  /** The number that is chosen. */
  steps: number | undefined;
  onChange(steps: number): void;
}

/** Buttons for the usual numbers of steps, with the time that each takes. Draws nothing for packs with few steps. */
export function StepButtons({ own, steps, onChange }: Props) {
  const { settings: text } = useText();
  const choices = stepChoices(own);
  if (choices.length === 0) return null;
  return (
    <div className="step-buttons" role="group" aria-label={text.stepChoices}>
      {choices.map((choice) => (
        <button
          key={choice.steps}
          type="button"
          className="button"
          aria-pressed={choice.steps === steps}
          onClick={() => onChange(choice.steps)}
        >
          <b>{fill(text.stepChoice, { steps: String(choice.steps) })}</b>
          <small>
            {choice.time === 1
              ? text.stepsOwn
              : fill(text.stepsTime, { percent: String(Math.round(100 * choice.time)) })}
          </small>
        </button>
      ))}
    </div>
  );
}
