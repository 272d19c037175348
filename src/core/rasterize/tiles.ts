import { RULES } from './rules.ts';
import type { View } from './view.ts';

const clampTile = (value: number, tiles: number) =>
  Math.min(tiles, Math.max(0, Math.trunc(value / RULES.TILE)));

/**
 * Index along one axis of the first tile in which a splat is drawn.
 * @param centre pixels
 * @param radius half the width of the splat's square, in pixels
 * @param tiles the number of tiles along the axis
 */
export const firstTile = (centre: number, radius: number, tiles: number) =>
  clampTile(centre - radius, tiles);

/**
 * Index one past the last tile. The reference rasterizer rounds up as for integers: it adds 15 and truncates. A splat
 * is therefore not drawn in a tile that its square enters by less than one pixel. The pictures of the reference
 * depend on this rule.
 */
export const endTile = (centre: number, radius: number, tiles: number) =>
  clampTile(centre + radius + RULES.TILE - 1, tiles);

/**
 * Counts the open pixels of each tile. A pixel is open as long as splats contribute to it. A splat is skipped if its
 * tiles have no open pixel.
 */
export class OpenTiles {
  private open = new Int32Array(0);
  private columns = 0;

  /** Opens all pixels of a picture. */
  reset({ width, height, tilesX, tilesY }: View): void {
    this.columns = tilesX;
    if (this.open.length !== tilesX * tilesY) this.open = new Int32Array(tilesX * tilesY);
    const size = RULES.TILE;
    for (let ty = 0; ty < tilesY; ty++)
      for (let tx = 0; tx < tilesX; tx++)
        this.open[ty * tilesX + tx] =
          Math.min(size, width - tx * size) * Math.min(size, height - ty * size);
  }

  /** Closes pixel (x, y). Call this at most once per pixel. */
  close(x: number, y: number): void {
    this.open[Math.floor(y / RULES.TILE) * this.columns + Math.floor(x / RULES.TILE)]--;
  }

  /**
   * True if any pixel is open in a rectangle of pixels, which is first widened to whole tiles. `right` and `bottom`
   * are one past the last pixel.
   */
  any(left: number, top: number, right: number, bottom: number): boolean {
    const size = RULES.TILE;
    for (let ty = Math.floor(top / size); ty * size < bottom; ty++)
      for (let tx = Math.floor(left / size); tx * size < right; tx++)
        if (this.open[ty * this.columns + tx] > 0) return true;
    return false;
  }
}
