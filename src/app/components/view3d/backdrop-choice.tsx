import { useRef } from 'react';
import { useText } from '../../context.ts';
import { useLightDismiss } from '../../hooks/use-light-dismiss.ts';
import { useViewActions, useViewState } from '../../viewer/context.ts';
import { BACKDROPS } from '../../viewer/store.ts';

/** The choice of what is behind the splat. */
export function BackdropChoice() {
  const text = useText().viewer;
  const chosen = useViewState((state) => state.backdrop);
  const { setBackdrop } = useViewActions();
  const root = useRef<HTMLDivElement>(null);
  useLightDismiss(root);
  return (
    <div className="backdrop-choice" ref={root}>
      <details>
        <summary
          className="button button-icon"
          role="button"
          aria-label={text.backdrop}
          title={text.backdrop}
        >
          <span className="backdrop-swatch" data-backdrop={chosen} />
        </summary>
        <div className="backdrop-list" role="group" aria-label={text.backdrop}>
          {BACKDROPS.map((each) => (
            <button
              key={each}
              type="button"
              className="button button-icon"
              aria-label={text.backdrops[each]}
              title={text.backdrops[each]}
              aria-pressed={each === chosen}
              onClick={() => setBackdrop(each)}
            >
              <span className="backdrop-swatch" data-backdrop={each} />
            </button>
          ))}
        </div>
      </details>
    </div>
  );
}
