import type { Camera } from '../../../core/camera/camera.ts';
import { useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import type { PictureState } from '../../select.ts';
import { CorrectButton } from '../correct/correct-button.tsx';
import { useViewActions, useViewState } from '../../viewer/context.ts';
import { BlobImage } from '../shared/blob-image.tsx';
import { ViewIcon } from '../shared/icons.tsx';

const NUMBERS = [1, 2, 3, 4, 5, 6];

interface Props {
  views: Blob[] | undefined;
  state: PictureState;
  /** Those of the views, if there is a splat to see with them. */
  cameras: readonly Camera[] | undefined;
  /** The photo as view 1 shows it, larger than the view. */
  subject: Blob | undefined;
}

/**
 * The six views that the reconstructor gets. In the demo pack, view 1 is the subject and the model paints the other five.
 * A click on a view shows the splat from there.
 */
export function SixViews({ views, state, cameras, subject }: Props) {
  const text = useText();
  const { flyTo } = useViewActions();
  const flownTo = useViewState(({ flight }) => flight?.number);
  return (
    <li className="frame frame-views" data-step={state}>
      <section aria-label={text.sixViews}>
        <div className="six-views">
          {NUMBERS.map((number) => {
            const view = views?.[number - 1];
            const camera = cameras?.[number - 1];
            const fly = view &&
              camera && {
                pressed: flownTo === number,
                start: () => flyTo({ number, camera, picture: (number === 1 && subject) || view }),
              };
            return (
              <div
                key={number}
                className={fly ? 'frame-picture frame-flight' : 'frame-picture'}
                onClick={fly?.start}
              >
                {view ? (
                  <BlobImage blob={view} alt={fill(text.view, { number })} />
                ) : (
                  <span className="frame-ghost">
                    <ViewIcon azimuthDeg={270 + 60 * (number - 1)} />
                  </span>
                )}
                {fly && (
                  <button
                    type="button"
                    aria-label={fill(text.viewer.flyTo, { number })}
                    aria-pressed={fly.pressed}
                  />
                )}
                {number === NUMBERS.length && (
                  <div className="correct-buttons" onClick={(event) => event.stopPropagation()}>
                    <CorrectButton dialog="views" />
                  </div>
                )}
              </div>
            );
          })}
        </div>
      </section>
      <p className="frame-label" aria-hidden="true">
        {text.trail.views}
      </p>
    </li>
  );
}
