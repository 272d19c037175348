import { useId } from 'react';
import { EXPOSURE_STOPS } from '../../../core/corrections/corrections.ts';
import { useText } from '../../context.ts';
import { useCorrectActions, useCorrectState } from '../../correct/context.ts';
import { Slider } from './slider.tsx';

/** How bright the photo is when the mouse is looked for, and whether the splat gets that brightness. */
export function ExposureFields() {
  const text = useText().correct.mask;
  const actions = useCorrectActions();
  const { stops, inSplat } = useCorrectState((state) => state.exposure);
  const id = useId();
  return (
    <div className="mask-exposure">
      <Slider
        label={text.exposure}
        shown={`${stops > 0 ? '+' : ''}${stops.toFixed(1).replace('-', '−')}`}
        value={stops}
        {...EXPOSURE_STOPS}
        step={0.1}
        onChange={(value) => actions.setExposure({ stops: value })}
      />
      {stops !== 0 && (
        <p className="correct-check">
          <input
            id={id}
            type="checkbox"
            checked={inSplat}
            onChange={({ target }) => actions.setExposure({ inSplat: target.checked })}
          />
          <label htmlFor={id}>{text.inSplat}</label>
        </p>
      )}
    </div>
  );
}
