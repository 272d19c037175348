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
 * One past the last tile. The reference rounds up as for integers (adds 15 and truncates), so a splat is not drawn in a
 * tile that its square enters by less than one pixel. This is one of the rules.
 */
export const endTile = (centre: number, radius: number, tiles: number) =>
  clampTile(centre + radius + RULES.TILE - 1, tiles);

/** Counts the open pixels of each tile: those to which splats still contribute. Hidden splats are then skipped early. */
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

  /** Closes pixel (x, y); call it once per pixel. */
  close(x: number, y: number): void {
    this.open[Math.floor(y / RULES.TILE) * this.columns + Math.floor(x / RULES.TILE)]--;
  }

  /** True if any pixel is open in a half-open rectangle of pixels, which is widened to whole tiles. */
  any(left: number, top: number, right: number, bottom: number): boolean {
    const size = RULES.TILE;
    for (let ty = Math.floor(top / size); ty * size < bottom; ty++)
      for (let tx = Math.floor(left / size); tx * size < right; tx++)
        if (this.open[ty * this.columns + tx] > 0) return true;
    return false;
  }
}
