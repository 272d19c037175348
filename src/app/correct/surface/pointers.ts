import type { Point } from '../../../core/mask-edit/mask.ts';
import type { Surface } from './types.ts';

/** Factor of enlargement per pixel of the wheel. */
const WHEEL = 0.0015;

/** Two fingers: their middle and their distance. */
const pinchOf = ([a, b]: readonly Point[]) => ({
  middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
  apart: Math.hypot(a.x - b.x, a.y - b.y),
});

/** Mouse, pen and fingers: one paints or clicks, two fingers move and zoom, and so do the wheel and the middle button. */
export function listenToPointers(surface: Surface, signal: AbortSignal): void {
  const { host, correcting } = surface;
  const { actions } = correcting;
  const down = new Map<number, Point>();
  /** Whether the pointers that are down move the photo. */
  let moves = false;
  /** Where a finger would click when it is lifted: a second finger may follow, and then both move the photo. */
  let tap: Point | null = null;

  const at = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top } = host.getBoundingClientRect();
    return { x: clientX - left - host.clientLeft, y: clientY - top - host.clientTop };
  };
  const listen = <K extends keyof HTMLElementEventMap>(
    type: K,
    handler: (event: HTMLElementEventMap[K]) => void,
  ) => host.addEventListener(type, handler, { signal, passive: false });
  const tool = () => correcting.editor?.state.tool;
  const paints = () => tool() === 'brush' || tool() === 'eraser';

  listen('pointerdown', (event) => {
    host.setPointerCapture(event.pointerId);
    const point = at(event);
    down.set(event.pointerId, point);
    if (down.size > 1) {
      actions.dropStroke();
      tap = null;
      moves = true;
      return;
    }
    moves = tool() === 'move' || event.button === 1 || (event.button === 2 && tool() !== 'grow');
    if (moves) return;
    if (paints()) actions.strokeTo(surface.photoPoint(point));
    else if (event.pointerType === 'touch') tap = point;
    else void actions.click(surface.photoPoint(point), event.shiftKey || event.button === 2);
  });

  listen('pointermove', (event) => {
    const point = at(event);
    if (event.pointerType !== 'touch') surface.setCursor(surface.photoPoint(point));
    const before = down.get(event.pointerId);
    if (!before) return;
    if (!moves) {
      if (!paints()) return;
      const pieces = event.getCoalescedEvents?.() ?? [];
      for (const piece of pieces.length > 0 ? pieces : [event])
        actions.strokeTo(surface.photoPoint(at(piece)));
      return;
    }
    const old = [...down.values()];
    down.set(event.pointerId, point);
    if (down.size === 1) {
      const moved = { x: point.x - before.x, y: point.y - before.y };
      surface.zoomBy(1, point, moved);
      return;
    }
    const [was, now] = [pinchOf(old), pinchOf([...down.values()])];
    const moved = { x: now.middle.x - was.middle.x, y: now.middle.y - was.middle.y };
    surface.zoomBy(now.apart / Math.max(was.apart, 1), was.middle, moved);
  });

  const up = (event: PointerEvent) => {
    if (!down.delete(event.pointerId)) return;
    if (!moves) actions.endStroke();
    if (tap && event.type === 'pointerup') void actions.click(surface.photoPoint(tap), false);
    tap = null;
    if (down.size === 0) moves = false;
  };
  listen('pointerup', up);
  listen('pointercancel', up);
  listen('pointerleave', () => surface.setCursor(null));
  listen('contextmenu', (event) => event.preventDefault());
  listen('wheel', (event) => {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1);
    surface.zoomBy(Math.exp(-WHEEL * pixels), at(event));
  });
}
