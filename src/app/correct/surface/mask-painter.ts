import type { MaskEditor } from '../../../core/mask-edit/editor.ts';
import type { Rect } from '../../../core/mask-edit/mask.ts';
import type { CanvasView } from './view.ts';

/** The veil over what is not mouse: red, green, blue, and its alpha where nothing is mouse, 0…255. */
const VEIL = [206, 24, 74, 150] as const;

/** Pixels of the veil that are made anew for one picture of the screen. */
const PIXELS_AT_ONCE = 250_000;

/** From this enlargement on, pixels are drawn as squares. */
const SQUARES = 4;

/** Draws a photo, and over it a veil where the mask shows no mouse. */
export class MaskPainter {
  readonly #editor: MaskEditor;
  readonly #veil: OffscreenCanvas;
  readonly #pixels: OffscreenCanvasRenderingContext2D;
  /** What of the veil is old. */
  #old: Rect[] = [];
  #photo: ImageBitmap | null = null;
  #closed = false;

  constructor(editor: MaskEditor) {
    const { width, height } = editor.photo;
    this.#editor = editor;
    this.#veil = new OffscreenCanvas(width, height);
    this.#pixels = this.#veil.getContext('2d')!;
    this.changed({ left: 0, top: 0, right: width, bottom: height });
  }

  /** Prepares the photo. */
  async open(): Promise<void> {
    const { data, width, height } = this.#editor.photo;
    const picture = new ImageData(new Uint8ClampedArray(data.buffer), width, height);
    const photo = await createImageBitmap(picture);
    if (this.#closed) photo.close();
    else this.#photo = photo;
  }

  close(): void {
    this.#closed = true;
    this.#photo?.close();
    this.#photo = null;
    this.#veil.width = 0;
  }

  /** Says which pixels of the mask have changed. */
  changed({ left, top, right, bottom }: Rect): void {
    const rows = Math.max(1, Math.floor(PIXELS_AT_ONCE / (right - left)));
    for (let from = top; from < bottom; from += rows)
      this.#old.push({ left, right, top: from, bottom: Math.min(bottom, from + rows) });
  }

  drawPhoto(context: CanvasRenderingContext2D, view: CanvasView): void {
    if (this.#photo) draw(context, this.#photo, view);
  }

  /** Draws the veil. @returns whether a part of it is still old; then draw again before the next picture */
  drawVeil(context: CanvasRenderingContext2D, view: CanvasView): boolean {
    for (let left = PIXELS_AT_ONCE; left > 0 && this.#old.length > 0;) {
      const rect = this.#old.shift()!;
      this.#renew(rect);
      left -= (rect.right - rect.left) * (rect.bottom - rect.top);
    }
    draw(context, this.#veil, view);
    return this.#old.length > 0;
  }

  #renew({ left, top, right, bottom }: Rect): void {
    const { width, alpha } = this.#editor.mask;
    const part = new ImageData(right - left, bottom - top);
    const [red, green, blue, veil] = VEIL;
    for (let y = top, to = 0; y < bottom; y++)
      for (let at = y * width + left; at < y * width + right; at++, to += 4) {
        part.data[to] = red;
        part.data[to + 1] = green;
        part.data[to + 2] = blue;
        part.data[to + 3] = ((255 - alpha[at]) * veil) / 255;
      }
    this.#pixels.putImageData(part, left, top);
  }
}

/** Draws the part of a picture that the canvas shows. */
function draw(
  context: CanvasRenderingContext2D,
  picture: ImageBitmap | OffscreenCanvas,
  { scale, x, y }: CanvasView,
): void {
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  const left = Math.max(0, Math.floor(-x / scale));
  const top = Math.max(0, Math.floor(-y / scale));
  const right = Math.min(picture.width, Math.ceil((width - x) / scale));
  const bottom = Math.min(picture.height, Math.ceil((height - y) / scale));
  if (right <= left || bottom <= top) return;
  context.imageSmoothingEnabled = scale < SQUARES;
  context.drawImage(
    picture,
    ...([left, top, right - left, bottom - top] as const),
    ...([left * scale + x, top * scale + y] as const),
    ...([(right - left) * scale, (bottom - top) * scale] as const),
  );
}
