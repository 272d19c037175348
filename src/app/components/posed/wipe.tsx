import { useState, type CSSProperties, type ReactNode } from 'react';
import type { ComparedView } from '../../../worker/protocol.ts';
import { useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import { BlobImage } from '../shared/blob-image.tsx';
import { PercentSlider } from '../shared/percent-slider.tsx';
import './wipe.css';

type Part = NonNullable<ComparedView['detail']>;

const WHOLE: Part = { left: 0, top: 0, width: 1, height: 1 };

/** The place of a picture of which only a part is shown. */
const placeOf = ({ left, top, width, height }: Part): CSSProperties => ({
  insetInlineStart: `${(-100 * left) / width}%`,
  insetBlockStart: `${(-100 * top) / height}%`,
  inlineSize: `${100 / width}%`,
  blockSize: `${100 / height}%`,
});

interface FrameProps {
  view: ComparedView;
  /** Whether the whole picture is shown, or the part around the mouse. */
  whole: boolean;
  children: (place: CSSProperties) => ReactNode;
}

/** A frame with the proportions of what is shown, as large as there is room. */
function PictureFrame({ view: { width, height, detail }, whole, children }: FrameProps) {
  const part = (!whole && detail) || WHOLE;
  const ratio = (width * part.width) / (height * part.height);
  const style: CSSProperties & Record<`--${string}`, string> = { '--ratio': String(ratio) };
  return (
    <div className="wipe-room">
      <div className="wipe" style={style}>
        {children(placeOf(part))}
      </div>
    </div>
  );
}

interface Props {
  view: ComparedView;
  number: number;
  whole: boolean;
}

/** The real picture at the left of a border, the splat at its right. Pointer, finger and keys move the border. */
export function Wipe({ view, number, whole }: Props) {
  const text = useText().posed.compare;
  const [percent, setPercent] = useState(50);
  const style: CSSProperties & Record<`--${string}`, string> = { '--at': `${percent}%` };
  return (
    <PictureFrame view={view} whole={whole}>
      {(place) => (
        <div className="wipe-layers" style={style}>
          <BlobImage blob={view.truth} alt={fill(text.realAlt, { number })} style={place} />
          <div className="wipe-right">
            <BlobImage blob={view.drawn} alt={fill(text.splatAlt, { number })} style={place} />
          </div>
          <span className="wipe-tag" aria-hidden="true">
            {text.real}
          </span>
          <span className="wipe-tag wipe-tag-right" aria-hidden="true">
            {text.splat}
          </span>
          <span className="wipe-border" aria-hidden="true" />
          <PercentSlider
            label={text.slider}
            valueText={fill(text.sliderValue, { percent })}
            percent={percent}
            onChange={setPercent}
          />
        </div>
      )}
    </PictureFrame>
  );
}

/** The errors of a view as colours. */
export function ErrorPicture({ view, number, whole }: Props) {
  const text = useText().posed.compare;
  return (
    <PictureFrame view={view} whole={whole}>
      {(place) => (
        <div className="wipe-layers wipe-blocks">
          <BlobImage blob={view.error} alt={fill(text.errorAlt, { number })} style={place} />
        </div>
      )}
    </PictureFrame>
  );
}
