import { useText } from '../../context.ts';
import { useViewActions, useViewState } from '../../viewer/context.ts';
import { BACKDROPS } from '../../viewer/store.ts';
import { Popover } from '../overlay/popover.tsx';

/** The choice of what is behind the splat. */
export function BackdropChoice() {
  const text = useText().viewer;
  const chosen = useViewState((state) => state.backdrop);
  const { setBackdrop } = useViewActions();
  return (
    <Popover
      buttonClass="button button-icon"
      button={<span className="backdrop-swatch" data-backdrop={chosen} />}
      buttonLabel={text.backdrop}
      label={text.backdrop}
      panelClass="backdrop-list"
      side="above"
    >
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
    </Popover>
  );
}
