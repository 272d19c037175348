import type { Player } from './store.ts';

/** Elements that use the space bar themselves. */
const PRESSED = 'button, input, select, summary, a';

/**
 * What a key of the player does: Space plays and pauses a sequence, comma and full stop show the frame before and after.
 * Undefined: nothing.
 */
export function playerKey(
  { store, actions }: Pick<Player, 'store' | 'actions'>,
  { key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  target: Element,
): (() => void) | undefined {
  const { files, frame, playing } = store.getState();
  if (!files || files.length < 2 || ctrlKey || metaKey || altKey) return undefined;
  const step = (by: number) => () => actions.seek((frame + by + files.length) % files.length);
  if (key === ' ' && !target.matches(PRESSED)) return () => actions.setPlaying(!playing);
  if (key === ',' && !target.matches('input[type=number]')) return step(-1);
  if (key === '.' && !target.matches('input[type=number]')) return step(1);
  return undefined;
}
