import type { Tool } from '../../../core/mask-edit/editor.ts';
import { isForBrowser, letterOf } from '../../shortcuts/keys.ts';
import type { Surface } from './types.ts';

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const TOOL_KEYS: Readonly<Record<string, Tool>> = { b: 'brush', e: 'eraser', g: 'grow', o: 'only' };

/** Factor of the brush's radius per press. */
const SIZE_STEP = 1.25;

const ZOOM_STEP = 1.25;

/** Keys: the arrows move a cursor, Space paints or clicks at it, letters choose a tool. */
export function listenToKeys(surface: Surface, signal: AbortSignal): void {
  const { host, correcting } = surface;
  const { actions } = correcting;

  /** What a key does; undefined: nothing. */
  const actionOf = (event: KeyboardEvent): (() => void) | undefined => {
    const state = correcting.editor?.state;
    if (!state) return undefined;
    const key = letterOf(event);
    if (event.ctrlKey || event.metaKey) {
      if (key === 'z') return event.shiftKey ? actions.redo : actions.undo;
      return key === 'y' ? actions.redo : undefined;
    }
    if (isForBrowser(event)) return undefined;
    const arrow = ARROWS[event.key];
    if (arrow) return () => move(arrow, event.shiftKey);
    const tool = key && TOOL_KEYS[key];
    if (tool) {
      // "Only this animal" is offered when there are several.
      return tool === 'only' && state.parts < 2 ? undefined : () => actions.set({ tool });
    }
    switch (event.key) {
      case ' ':
        return event.repeat ? () => undefined : () => press(event.shiftKey);
      case '[':
        return () => actions.set({ radius: Math.min(state.radius - 1, state.radius / SIZE_STEP) });
      case ']':
        return () => actions.set({ radius: Math.max(state.radius + 1, state.radius * SIZE_STEP) });
      case '+':
      case '=':
        return () => surface.zoomBy(ZOOM_STEP);
      case '-':
        return () => surface.zoomBy(1 / ZOOM_STEP);
      case '0':
        return () => surface.fit();
      default:
        return undefined;
    }
  };

  const move = ([x, y]: readonly [number, number], far: boolean) => {
    const { photo, state, painting } = correcting.editor!;
    const step = Math.max(1, Math.round(state.radius / 2)) * (far ? 5 : 1);
    const clamp = (value: number, side: number) => Math.min(side - 0.5, Math.max(0.5, value));
    const { cursor } = surface;
    const next = {
      x: clamp(cursor.x + x * step, photo.width),
      y: clamp(cursor.y + y * step, photo.height),
    };
    surface.setCursor(next, true);
    if (painting) actions.strokeTo(next);
  };

  const press = (erases: boolean) => {
    const { tool } = correcting.editor!.state;
    surface.setCursor(surface.cursor, true);
    if (tool === 'brush' || tool === 'eraser') actions.strokeTo(surface.cursor);
    else if (tool !== 'move') void actions.click(surface.cursor, erases);
  };

  host.addEventListener(
    'keydown',
    (event) => {
      const action = actionOf(event);
      if (!action) return;
      event.preventDefault();
      action();
    },
    { signal },
  );
  host.addEventListener('keyup', ({ key }) => key === ' ' && actions.endStroke(), { signal });
  host.addEventListener('blur', () => actions.endStroke(), { signal });
  host.addEventListener(
    'focus',
    () => host.matches(':focus-visible') && surface.setCursor(surface.cursor, true),
    { signal },
  );
}
