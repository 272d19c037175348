import { isForBrowser } from '../shortcuts/keys.ts';
import type { Player } from './store.ts';

/** Elements that use the space bar themselves. */
const PRESSED = 'button, input, select, summary, a';

/**
 * What a key of the player does: Space plays and pauses a sequence, comma and full stop show the frame before and after.
 * Undefined: nothing. @param single whether keys of one character are allowed
 */
export function playerKey(
  { store, actions }: Pick<Player, 'store' | 'actions'>,
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  target: Element,
  single = true,
): (() => void) | undefined {
  const { files, frame, playing } = store.getState();
  const { key } = event;
  if (!files || files.length < 2 || isForBrowser(event)) return undefined;
  const step = (by: number) => () => actions.seek((frame + by + files.length) % files.length);
  if (key === ' ' && !target.matches(PRESSED)) return () => actions.setPlaying(!playing);
  if (!single) return undefined;
  if (key === ',' && !target.matches('input[type=number]')) return step(-1);
  if (key === '.' && !target.matches('input[type=number]')) return step(1);
  return undefined;
}
