import { eased, HOME, homeward, turned, zoomed, type Orbit } from './orbit.ts';
import { listenOrbit, type OrbitHandlers } from './orbit-input.ts';

const TURN_DEG_PER_SECOND = 24;
const EASE_PER_SECOND = 12;

/** `moving`: whether the camera moves. If it does not, the picture is drawn at full resolution. */
type Draw = (orbit: Orbit, moving: boolean) => void;

/**
 * Moves the camera smoothly after drag, wheel, pinch, keys and the automatic turn. Runs once per animation frame. Calls
 * `draw` while the camera moves, once after a movement, and once after `invalidate`. Calls `idle` otherwise.
 */
export class OrbitDriver implements OrbitHandlers {
  private now: Orbit = HOME;
  private goal: Orbit = HOME;
  private turning = false;
  private redraw = true;
  private lastMs = 0;
  private frame = 0;
  private readonly unlisten: () => void;

  constructor(
    element: HTMLElement,
    private readonly draw: Draw,
    private readonly idle: () => void,
    /** Called when the user's input ends the automatic turn. */
    private readonly onTurnStopped: () => void,
  ) {
    this.unlisten = listenOrbit(element, this);
    this.frame = requestAnimationFrame(this.tick);
  }

  turn(azimuthDeg: number, elevationDeg: number) {
    this.stopTurning();
    this.goal = turned(this.goal, azimuthDeg, elevationDeg);
  }

  zoom(factor: number) {
    this.goal = zoomed(this.goal, factor);
  }

  reset() {
    this.stopTurning();
    this.goal = homeward(this.now);
  }

  setTurning(on: boolean) {
    this.turning = on;
  }

  /** Makes the next animation frame call `draw`, although the camera has not moved. */
  invalidate() {
    this.redraw = true;
  }

  dispose() {
    cancelAnimationFrame(this.frame);
    this.unlisten();
  }

  private stopTurning() {
    if (this.turning) this.onTurnStopped();
    this.turning = false;
  }

  private readonly tick = (ms: number) => {
    this.frame = requestAnimationFrame(this.tick);
    const seconds = Math.min(0.1, (ms - this.lastMs) / 1000);
    this.lastMs = ms;
    if (this.turning) this.goal = turned(this.goal, TURN_DEG_PER_SECOND * seconds, 0);
    const before = this.now;
    this.now = eased(before, this.goal, 1 - Math.exp(-EASE_PER_SECOND * seconds));
    const moving = this.now !== before;
    if (moving || this.redraw) this.draw(this.now, moving);
    else this.idle();
    this.redraw = moving;
  };
}
