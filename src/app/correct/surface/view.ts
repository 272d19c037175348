import type { Point } from '../../../core/mask-edit/mask.ts';

interface Size {
  width: number;
  height: number;
}

/** How the photo lies on the canvas: canvas pixel = photo pixel · scale + (x, y). */
export interface CanvasView extends Point {
  scale: number;
}

/** The largest number of canvas pixels per photo pixel. */
const MAX_SCALE = 32;

/** The whole photo in the middle of the canvas. */
export function fitted(photo: Size, canvas: Size): CanvasView {
  const scale = Math.min(canvas.width / photo.width, canvas.height / photo.height);
  return {
    scale,
    x: (canvas.width - scale * photo.width) / 2,
    y: (canvas.height - scale * photo.height) / 2,
  };
}

export const toPhoto = (view: CanvasView, { x, y }: Point): Point => ({
  x: (x - view.x) / view.scale,
  y: (y - view.y) / view.scale,
});

export const toCanvas = (view: CanvasView, { x, y }: Point): Point => ({
  x: x * view.scale + view.x,
  y: y * view.scale + view.y,
});

/** Keeps the middle of the canvas on the photo. */
function within(view: CanvasView, photo: Size, canvas: Size): CanvasView {
  const clamp = (at: number, length: number, side: number) =>
    Math.min(side / 2, Math.max(side / 2 - length * view.scale, at));
  return {
    scale: view.scale,
    x: clamp(view.x, photo.width, canvas.width),
    y: clamp(view.y, photo.height, canvas.height),
  };
}

/** The view after a zoom by a factor. The photo's pixel at `about` (canvas pixels) stays, unless `moved` moves it. */
export function zoomed(
  view: CanvasView,
  { factor, about, moved = { x: 0, y: 0 } }: { factor: number; about: Point; moved?: Point },
  photo: Size,
  canvas: Size,
): CanvasView {
  const least = Math.min(fitted(photo, canvas).scale, 1);
  const scale = Math.min(MAX_SCALE, Math.max(least, view.scale * factor));
  const ratio = scale / view.scale;
  const x = about.x + (view.x - about.x) * ratio + moved.x;
  const y = about.y + (view.y - about.y) * ratio + moved.y;
  return within({ scale, x, y }, photo, canvas);
}

/** The view that shows a point of the photo; the same view if it already does. */
export function showing(view: CanvasView, point: Point, photo: Size, canvas: Size): CanvasView {
  const { x, y } = toCanvas(view, point);
  if (x >= 0 && y >= 0 && x <= canvas.width && y <= canvas.height) return view;
  const moved = { x: canvas.width / 2 - x, y: canvas.height / 2 - y };
  return zoomed(view, { factor: 1, about: { x: 0, y: 0 }, moved }, photo, canvas);
}
