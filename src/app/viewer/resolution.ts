/** A picture of a moving splat should take no longer than this. */
const SLOW_MS = 45;
/** If pictures take less, the resolution rises again. */
const FAST_MS = 18;
/** If a picture takes longer than this at the lowest resolution, the automatic turn ends. */
const TOO_SLOW_MS = 250;
/** The lowest resolution, as a part of the screen's resolution. */
const RATIO_MIN = 0.25;

/** The resolution of pictures while the camera moves, as a part of the screen's resolution along each axis. */
export class Resolution {
  ratio = 1;

  /** Takes the time of the last picture into account. True if even the lowest resolution is too slow. */
  adapt(tookMs: number): boolean {
    const isLowest = this.ratio <= RATIO_MIN;
    // The time grows with the number of pixels, which is the square of the ratio.
    if (tookMs > SLOW_MS) this.set(this.ratio * Math.max(0.5, Math.sqrt(SLOW_MS / tookMs) * 0.95));
    else if (tookMs < FAST_MS) this.set(this.ratio * 1.1);
    return isLowest && tookMs > TOO_SLOW_MS;
  }

  private set(ratio: number) {
    this.ratio = Math.min(1, Math.max(RATIO_MIN, ratio));
  }
}
