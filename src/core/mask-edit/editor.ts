import type { RgbaImage } from '../image/image.ts';
import type { Pieces } from './flood.ts';
import { grow, keepOnly } from './grow.ts';
import { MaskHistory } from './history.ts';
import { pixelAt, wholeOf, type EditedMask, type Point, type Rect } from './mask.ts';
import { countParts } from './parts.ts';
import { paint, reachOf } from './stroke.ts';

/** What a click or a stroke does. `only`: keeps the part under the click. */
export const TOOLS = ['brush', 'eraser', 'grow', 'only', 'move'] as const;

export type Tool = (typeof TOOLS)[number];

/** Radius of brush and eraser, pixels of the photo. */
export const RADIUS = { min: 1, max: 400 } as const;

/** What a person sees of the editor, apart from the mask. */
export interface EditorState {
  tool: Tool;
  radius: number;
  /** Of `grow`, 0…255. */
  tolerance: number;
  canUndo: boolean;
  canRedo: boolean;
  /** Number of separate parts of the mask. */
  parts: number;
  /** Whether the mask differs from the one that was opened. */
  changed: boolean;
}

/** The mask of a photo, and what a person does with it. Its methods return the pixels that may have changed, or null. */
export class MaskEditor {
  readonly photo: RgbaImage;
  readonly mask: EditedMask;
  readonly #history: MaskHistory;
  #last: Point | null = null;
  #state: EditorState;

  constructor(photo: RgbaImage, mask: EditedMask) {
    this.photo = photo;
    this.mask = mask;
    this.#history = new MaskHistory(mask);
    const radius = Math.max(RADIUS.min, Math.round(Math.max(photo.width, photo.height) / 60));
    this.#state = {
      ...{ tool: 'brush', radius: Math.min(RADIUS.max, radius), tolerance: 24 },
      ...{ canUndo: false, canRedo: false, parts: countParts(mask), changed: false },
    };
  }

  get state(): EditorState {
    return this.#state;
  }

  set(change: Partial<Pick<EditorState, 'tool' | 'radius' | 'tolerance'>>): void {
    const { min, max } = RADIUS;
    const radius = Math.min(max, Math.max(min, Math.round(change.radius ?? this.#state.radius)));
    this.#state = { ...this.#state, ...change, radius };
  }

  /** Whether a stroke is being painted. */
  get painting(): boolean {
    return this.#last !== null;
  }

  /** Paints to a point. The first point of a stroke is a dot. */
  strokeTo(point: Point): Rect | null {
    const brush = { radius: this.#state.radius, erases: this.#state.tool === 'eraser' };
    const from = this.#last ?? point;
    this.#last = point;
    const reach = reachOf(this.mask, from, point, brush);
    if (reach) this.#history.keep(reach);
    return paint(this.mask, from, point, brush);
  }

  endStroke(): void {
    if (this.#last) this.#commit();
    this.#last = null;
  }

  /** Takes back the stroke that is being painted, for example because a second finger came. */
  dropStroke(): Rect | null {
    this.#last = null;
    return this.#history.cancel();
  }

  /** Grows from a point, or keeps only the part under it, as the tool says. */
  *click(point: Point, erases: boolean): Pieces<Rect | null> {
    const start = pixelAt(point, this.mask);
    if (start === null) return null;
    const all = { photo: this.photo, mask: this.mask, history: this.#history };
    const { tool, tolerance } = this.#state;
    const rect =
      tool === 'only'
        ? yield* keepOnly(all, start)
        : yield* grow(all, start, { tolerance, erases });
    this.#commit();
    return rect;
  }

  /** Exchanges mouse and background. */
  invert(): Rect {
    return this.#fill((value) => 255 - value);
  }

  /** Empties the mask. */
  clear(): Rect {
    return this.#fill(() => 0);
  }

  /** Takes back the last edit. A stroke that is being painted ends before. */
  undo(): Rect | null {
    this.endStroke();
    return this.#changed(this.#history.undo());
  }

  redo(): Rect | null {
    this.endStroke();
    return this.#changed(this.#history.redo());
  }

  #fill(valueOf: (value: number) => number): Rect {
    const whole = wholeOf(this.mask);
    this.#history.keep(whole);
    const { alpha } = this.mask;
    for (let at = 0; at < alpha.length; at++) alpha[at] = valueOf(alpha[at]);
    this.#commit();
    return whole;
  }

  #commit(): void {
    if (this.#history.commit()) this.#changed(null);
  }

  #changed(rect: Rect | null): Rect | null {
    const { canUndo, canRedo } = this.#history;
    this.#state = {
      ...this.#state,
      ...{ canUndo, canRedo, parts: countParts(this.mask), changed: canUndo },
    };
    return rect;
  }
}
