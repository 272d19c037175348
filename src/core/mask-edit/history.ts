import type { EditedMask, Rect } from './mask.ts';

/** Side of a tile, pixels. */
const TILE = 128;

/** The pixels of one tile before or after an edit. */
interface Tile extends Rect {
  alpha: Uint8Array<ArrayBuffer>;
}

/** The tiles that an edit changed, as they are not in the mask now. */
type Edit = Map<number, Tile>;

/**
 * What can be undone and redone. An edit begins, keeps the tiles that it will change, and is then committed. Only
 * changed tiles are kept. If they need more than `maxBytes`, the oldest edits are forgotten; the last one never is.
 */
export class MaskHistory {
  readonly #mask: EditedMask;
  readonly #maxBytes: number;
  #open: Edit = new Map();
  #undo: Edit[] = [];
  #redo: Edit[] = [];

  constructor(mask: EditedMask, maxBytes = 2 ** 27) {
    this.#mask = mask;
    this.#maxBytes = maxBytes;
  }

  get canUndo(): boolean {
    return this.#undo.length > 0;
  }

  get canRedo(): boolean {
    return this.#redo.length > 0;
  }

  /** Keeps the pixels of a rectangle. Call it before they change. */
  keep({ left, top, right, bottom }: Rect): void {
    const { width, height } = this.#mask;
    const columns = Math.ceil(width / TILE);
    for (let row = Math.floor(top / TILE); row * TILE < bottom; row++)
      for (let column = Math.floor(left / TILE); column * TILE < right; column++) {
        const id = row * columns + column;
        if (this.#open.has(id)) continue;
        const rect = {
          left: column * TILE,
          top: row * TILE,
          right: Math.min(width, (column + 1) * TILE),
          bottom: Math.min(height, (row + 1) * TILE),
        };
        this.#open.set(id, { ...rect, alpha: this.#read(rect) });
      }
  }

  /** Ends an edit. Tiles that did not change are forgotten. @returns whether the mask changed */
  commit(): boolean {
    const edit = this.#open;
    this.#open = new Map();
    for (const [id, tile] of edit) {
      const now = this.#read(tile);
      if (isEqual(tile.alpha, now)) edit.delete(id);
    }
    if (edit.size === 0) return false;
    this.#undo.push(edit);
    this.#redo = [];
    let bytes = 0;
    const kept = this.#undo.findLastIndex((each) => (bytes += bytesOf(each)) > this.#maxBytes);
    this.#undo.splice(0, Math.min(kept + 1, this.#undo.length - 1));
    return true;
  }

  /** Takes back the last edit. @returns the pixels that changed, or null if there is no edit */
  undo(): Rect | null {
    return this.#swap(this.#undo, this.#redo);
  }

  /** Does the edit again that was taken back last. @returns as `undo` */
  redo(): Rect | null {
    return this.#swap(this.#redo, this.#undo);
  }

  /** Takes back an edit that was not committed. @returns as `undo` */
  cancel(): Rect | null {
    const tiles = [...this.#open.values()];
    this.#open = new Map();
    for (const tile of tiles) this.#write(tile);
    return tiles.length > 0 ? aroundAll(tiles) : null;
  }

  #swap(from: Edit[], to: Edit[]): Rect | null {
    const edit = from.pop();
    if (!edit) return null;
    to.push(edit);
    const tiles = [...edit.values()];
    for (const tile of tiles) {
      const now = this.#read(tile);
      this.#write(tile);
      tile.alpha = now;
    }
    return aroundAll(tiles);
  }

  #read({ left, top, right, bottom }: Rect): Uint8Array<ArrayBuffer> {
    const { width, alpha } = this.#mask;
    const out = new Uint8Array((right - left) * (bottom - top));
    for (let y = top, to = 0; y < bottom; y++, to += right - left)
      out.set(alpha.subarray(y * width + left, y * width + right), to);
    return out;
  }

  #write({ left, top, right, bottom, alpha }: Tile): void {
    const { width } = this.#mask;
    for (let y = top, from = 0; y < bottom; y++, from += right - left)
      this.#mask.alpha.set(alpha.subarray(from, from + right - left), y * width + left);
  }
}

const aroundAll = (rects: readonly Rect[]): Rect => ({
  left: Math.min(...rects.map(({ left }) => left)),
  top: Math.min(...rects.map(({ top }) => top)),
  right: Math.max(...rects.map(({ right }) => right)),
  bottom: Math.max(...rects.map(({ bottom }) => bottom)),
});

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const bytesOf = (edit: Edit): number =>
  [...edit.values()].reduce((sum, { alpha }) => sum + alpha.length, 0);
