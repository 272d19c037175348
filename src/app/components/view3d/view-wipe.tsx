import type { CSSProperties } from 'react';
import { useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import { useViewActions, useViewState } from '../../viewer/context.ts';
import type { Flight } from '../../viewer/store.ts';
import { BlobImage } from '../shared/blob-image.tsx';
import { CloseIcon } from '../shared/icons.tsx';
import { PercentSlider } from '../shared/percent-slider.tsx';

/** The picture of a view over the splat, which is seen with the same camera. A slider moves their border. */
export function ViewWipe({ flight: { number, camera, picture } }: { flight: Flight }) {
  const messages = useText();
  const text = messages.viewer;
  const percent = useViewState((state) => state.wipe);
  const { setWipe, leave } = useViewActions();
  const style: CSSProperties & Record<`--${string}`, string> = {
    '--at': `${percent}%`,
    '--ratio': String(camera.width / camera.height),
  };
  const name = fill(messages.view, { number });
  return (
    <>
      <div className="view-wipe-room" style={style} aria-hidden="true">
        <div className="view-wipe">
          <BlobImage blob={picture} alt="" />
          <span className="view-wipe-border" />
        </div>
      </div>
      <div className="view-wipe-bar">
        <span>{name}</span>
        <PercentSlider
          label={text.wipe}
          valueText={fill(text.wipeValue, { percent })}
          percent={percent}
          onChange={setWipe}
        />
        <button
          type="button"
          className="button button-icon"
          aria-label={text.wipeClose}
          title={text.wipeClose}
          onClick={leave}
        >
          <CloseIcon />
        </button>
      </div>
    </>
  );
}
