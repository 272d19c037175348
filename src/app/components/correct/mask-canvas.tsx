import { useEffect, useRef } from 'react';
import { gainOf } from '../../../core/corrections/exposure.ts';
import { useText } from '../../context.ts';
import { useCorrecting, useCorrectState } from '../../correct/context.ts';
import { MaskSurface } from '../../correct/surface/mask-surface.ts';
import { MinusIcon, PlusIcon } from '../shared/icons.tsx';
import { CentreIcon } from './correct-icons.tsx';

/** The photo under the mask, on which the person paints with mouse, pen, fingers or keys. */
export function MaskCanvas() {
  const text = useText().correct.mask;
  const correcting = useCorrecting();
  const { stops } = useCorrectState((state) => state.exposure);
  const host = useRef<HTMLDivElement>(null);
  const surface = useRef<MaskSurface>(null);

  useEffect(() => {
    surface.current = new MaskSurface(host.current!, correcting);
    return () => surface.current?.dispose();
  }, [correcting]);
  useEffect(() => surface.current?.setGain(gainOf(stops)), [stops]);

  return (
    <div className="mask-stage">
      <div
        ref={host}
        className="mask-canvas"
        role="application"
        tabIndex={0}
        aria-label={text.canvas}
      />
      <div className="mask-zoom">
        <button
          type="button"
          className="button button-icon"
          aria-label={text.zoomIn}
          title={text.zoomIn}
          onClick={() => surface.current?.zoomBy(1.5)}
        >
          <PlusIcon />
        </button>
        <button
          type="button"
          className="button button-icon"
          aria-label={text.zoomOut}
          title={text.zoomOut}
          onClick={() => surface.current?.zoomBy(1 / 1.5)}
        >
          <MinusIcon />
        </button>
        <button
          type="button"
          className="button button-icon"
          aria-label={text.fit}
          title={text.fit}
          onClick={() => surface.current?.fit()}
        >
          <CentreIcon />
        </button>
      </div>
    </div>
  );
}
