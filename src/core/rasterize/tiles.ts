import { RULES } from './rules.ts';
import type { View } from './view.ts';

const clampTile = (value: number, tiles: number) =>
  Math.min(tiles, Math.max(0, Math.trunc(value / RULES.TILE)));

/** First tile along one axis that the square of half-side `radius` around `centre` (pixels) is drawn in. */
export const firstTile = (centre: number, radius: number, tiles: number) =>
  clampTile(centre - radius, tiles);

/**
 * One past the last. The reference rounds up as for integers (+15, truncate), so a square that enters a
 * tile by less than one pixel is not drawn there. That is part of the rules.
 */
export const endTile = (centre: number, radius: number, tiles: number) =>
  clampTile(centre + radius + RULES.TILE - 1, tiles);

/** Counts, per tile, the pixels that still accept light, so that hidden splats cost nothing. */
export class OpenTiles {
  private open = new Int32Array(0);
  private columns = 0;

  reset({ width, height, tilesX, tilesY }: View): void {
    this.columns = tilesX;
    if (this.open.length !== tilesX * tilesY) this.open = new Int32Array(tilesX * tilesY);
    const side = RULES.TILE;
    for (let ty = 0; ty < tilesY; ty++)
      for (let tx = 0; tx < tilesX; tx++)
        this.open[ty * tilesX + tx] =
          Math.min(side, width - tx * side) * Math.min(side, height - ty * side);
  }

  /** Pixel (x, y) is finished. */
  close(x: number, y: number): void {
    this.open[Math.floor(y / RULES.TILE) * this.columns + Math.floor(x / RULES.TILE)]--;
  }

  /** True when a pixel in the half-open rectangle of pixels, widened to whole tiles, is unfinished. */
  any(left: number, top: number, right: number, bottom: number): boolean {
    const side = RULES.TILE;
    for (let ty = Math.floor(top / side); ty * side < bottom; ty++)
      for (let tx = Math.floor(left / side); tx * side < right; tx++)
        if (this.open[ty * this.columns + tx] > 0) return true;
    return false;
  }
}
