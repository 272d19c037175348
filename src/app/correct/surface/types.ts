import type { Point } from '../../../core/mask-edit/mask.ts';
import type { Correcting } from '../store.ts';

/** What pointers and keys do on the canvas of the mask editor. `MaskSurface` is it. */
export interface Surface {
  readonly host: HTMLElement;
  readonly correcting: Correcting;
  /** The cursor of the keys: a point of the photo. At first it is in the middle. */
  readonly cursor: Point;
  /** The point of the photo at a point of the canvas. */
  photoPoint(point: Point): Point;
  /** Puts the cursor to a point of the photo. Null: hides it. */
  setCursor(at: Point | null, byKeys?: boolean): void;
  /** Enlarges by a factor. @param about stays in place. Default: the middle. @param moved how far it is moved then */
  zoomBy(factor: number, about?: Point, moved?: Point): void;
  /** Shows the whole photo. */
  fit(): void;
}
