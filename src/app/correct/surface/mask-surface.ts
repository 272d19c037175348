import type { Point } from '../../../core/mask-edit/mask.ts';
import type { Correcting } from '../store.ts';
import { listenToKeys } from './keys.ts';
import { MaskPainter } from './mask-painter.ts';
import { listenToPointers } from './pointers.ts';
import type { Surface } from './types.ts';
import { fitted, showing, toCanvas, toPhoto, zoomed, type CanvasView } from './view.ts';

/** Where a stroke would be painted. */
interface Cursor {
  at: Point;
  /** Whether the keys move it. A finger needs no cursor. */
  byKeys: boolean;
}

/**
 * The canvases of the mask editor: the photo, the veil, and the cursor. Draws at most once per picture of the screen. All
 * points it is given are in pixels of the page, from the top left corner of the canvas.
 */
export class MaskSurface implements Surface {
  readonly host: HTMLElement;
  readonly correcting: Correcting;
  readonly #painter: MaskPainter;
  readonly #photo = layer();
  readonly #veil = layer();
  readonly #listening = new AbortController();
  readonly #resized: ResizeObserver;
  readonly #stop: (() => void)[] = [];
  #view: CanvasView = { scale: 1, x: 0, y: 0 };
  #cursor: Cursor | null = null;
  #due = { photo: true, frame: 0 };
  #wasFitted = true;

  constructor(host: HTMLElement, correcting: Correcting) {
    const { editor } = correcting;
    if (!editor) throw new Error('No photo is open.');
    this.host = host;
    this.correcting = correcting;
    this.#painter = new MaskPainter(editor);
    host.replaceChildren(this.#photo.canvas, this.#veil.canvas);
    this.#resized = new ResizeObserver(() => this.#resize());
    this.#resized.observe(host);
    this.#stop.push(
      correcting.onChange((rect) => {
        this.#painter.changed(rect);
        this.#request();
      }),
      correcting.store.subscribe(() => this.#request()),
    );
    listenToPointers(this, this.#listening.signal);
    listenToKeys(this, this.#listening.signal);
    void this.#painter.open().then(() => this.#request({ photo: true }));
  }

  dispose(): void {
    this.#listening.abort();
    this.#resized.disconnect();
    this.#stop.forEach((stop) => stop());
    cancelAnimationFrame(this.#due.frame);
    this.#painter.close();
    this.host.replaceChildren();
  }

  /** Shows the photo brighter by a factor. */
  setGain(gain: number): void {
    this.#photo.canvas.style.filter = gain === 1 ? '' : `brightness(${gain})`;
  }

  photoPoint({ x, y }: Point): Point {
    const ratio = devicePixelRatio;
    return toPhoto(this.#view, { x: x * ratio, y: y * ratio });
  }

  get cursor(): Point {
    const { width, height } = this.#size;
    return this.#cursor?.at ?? toPhoto(this.#view, { x: width / 2, y: height / 2 });
  }

  setCursor(at: Point | null, byKeys = false): void {
    this.#cursor = at && { at, byKeys };
    if (at && byKeys) this.#setView(showing(this.#view, at, this.#picture, this.#size));
    this.#request();
  }

  zoomBy(factor: number, about?: Point, moved: Point = { x: 0, y: 0 }): void {
    const ratio = devicePixelRatio;
    const { width, height } = this.#size;
    const centre = about
      ? { x: about.x * ratio, y: about.y * ratio }
      : { x: width / 2, y: height / 2 };
    const shift = { x: moved.x * ratio, y: moved.y * ratio };
    const change = { factor, about: centre, moved: shift };
    this.#setView(zoomed(this.#view, change, this.#picture, this.#size));
  }

  fit(): void {
    this.#setView(fitted(this.#picture, this.#size));
    this.#wasFitted = true;
  }

  get #picture() {
    return this.correcting.editor!.photo;
  }

  get #size() {
    return { width: this.#veil.canvas.width, height: this.#veil.canvas.height };
  }

  #setView(view: CanvasView): void {
    if (view === this.#view) return;
    this.#view = view;
    this.#wasFitted = false;
    this.#request({ photo: true });
  }

  #resize(): void {
    if (!this.correcting.editor) return;
    const { clientWidth, clientHeight } = this.host;
    for (const { canvas } of [this.#photo, this.#veil]) {
      canvas.width = Math.max(1, Math.round(clientWidth * devicePixelRatio));
      canvas.height = Math.max(1, Math.round(clientHeight * devicePixelRatio));
    }
    if (this.#wasFitted) this.fit();
    this.#request({ photo: true });
  }

  #request({ photo = false } = {}): void {
    this.#due.photo ||= photo;
    if (this.#due.frame === 0) this.#due.frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#due.frame = 0;
    if (!this.correcting.editor) return;
    if (this.#due.photo) this.#painter.drawPhoto(this.#photo, this.#view);
    this.#due.photo = false;
    if (this.#painter.drawVeil(this.#veil, this.#view)) this.#request();
    this.#drawCursor();
  }

  #drawCursor(): void {
    const { state } = this.correcting.editor!;
    if (!this.#cursor || state.tool === 'move') return;
    const { x, y } = toCanvas(this.#view, this.#cursor.at);
    const paints = state.tool === 'brush' || state.tool === 'eraser';
    const radius = paints ? state.radius * this.#view.scale : 9 * devicePixelRatio;
    for (const [colour, width] of RING) {
      this.#veil.strokeStyle = colour;
      this.#veil.lineWidth = width * devicePixelRatio;
      this.#veil.beginPath();
      this.#veil.arc(x, y, Math.max(radius, 2), 0, 2 * Math.PI);
      if (this.#cursor.byKeys || !paints) cross(this.#veil, x, y, 5 * devicePixelRatio);
      this.#veil.stroke();
    }
  }
}

/** The cursor is a white ring on a dark one: it is seen on every photo. */
const RING = [
  ['rgb(0 0 0 / 70%)', 3],
  ['#fff', 1.25],
] as const;

function cross(context: CanvasRenderingContext2D, x: number, y: number, arm: number): void {
  context.moveTo(x - arm, y);
  context.lineTo(x + arm, y);
  context.moveTo(x, y - arm);
  context.lineTo(x, y + arm);
}

function layer(): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.ariaHidden = 'true';
  return canvas.getContext('2d')!;
}
