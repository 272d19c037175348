import { useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import type { PictureState } from '../../select.ts';
import { CorrectButton } from '../correct/correct-button.tsx';
import { BlobImage } from '../shared/blob-image.tsx';
import { ViewIcon } from '../shared/icons.tsx';

const NUMBERS = [1, 2, 3, 4, 5, 6];

/** The six views that the reconstructor gets. In the demo pack, view 1 is the subject and the model paints the other five. */
export function SixViews({ views, state }: { views: Blob[] | undefined; state: PictureState }) {
  const text = useText();
  return (
    <li className="frame frame-views" data-step={state}>
      <section aria-label={text.sixViews}>
        <div className="six-views">
          {NUMBERS.map((number) => {
            const view = views?.[number - 1];
            return (
              <div key={number} className="frame-picture">
                {view ? (
                  <BlobImage blob={view} alt={fill(text.view, { number })} />
                ) : (
                  <span className="frame-ghost">
                    <ViewIcon azimuthDeg={270 + 60 * (number - 1)} />
                  </span>
                )}
                {number === NUMBERS.length && (
                  <div className="correct-buttons">
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
