import { eased, HOME, homeward, turned, zoomed, type Orbit } from './orbit.ts';
import { listenOrbit, type OrbitHandlers } from './orbit-input.ts';

const TURN_DEG_PER_SECOND = 24;
const EASE_PER_SECOND = 16;

interface Listeners {
  /**
   * Called in each animation frame while the camera moves, once when it has come to rest, and once after `invalidate`.
   * @param moving whether the camera moves
   */
  draw(orbit: Orbit, moving: boolean): void;
  /** Called when the person's input moves the camera. */
  onInput(): void;
  /** Called when the person's input ends the automatic turn. */
  onTurnStopped(): void;
  /** The orbit after a pan, in parts of the picture's height. */
  panned(orbit: Orbit, x: number, y: number): Orbit;
  /** The orbit that shows the whole splat. */
  framed(orbit: Orbit): Orbit;
}

/** Moves the camera smoothly after drag, wheel, pinch, keys and the automatic turn. Runs once per animation frame. */
export class OrbitDriver implements OrbitHandlers {
  private now: Orbit = HOME;
  private goal: Orbit = HOME;
  private turning = false;
  private redraw = true;
  private lastMs = 0;
  private frameId = 0;
  private readonly unlisten: () => void;

  constructor(
    element: HTMLElement,
    private readonly to: Listeners,
  ) {
    this.unlisten = listenOrbit(element, this);
    this.frameId = requestAnimationFrame(this.tick);
  }

  turn(azimuthDeg: number, elevationDeg: number) {
    this.stopTurning();
    this.moveTo(turned(this.goal, azimuthDeg, elevationDeg));
  }

  pan(x: number, y: number) {
    this.moveTo(this.to.panned(this.goal, x, y));
  }

  zoom(factor: number) {
    this.moveTo(zoomed(this.goal, factor));
  }

  reset() {
    this.stopTurning();
    this.moveTo(homeward(this.now));
  }

  frame() {
    this.moveTo(this.to.framed(this.goal));
  }

  /** Flies to another camera. The automatic turn ends. */
  flyTo(goal: Orbit) {
    this.stopTurning();
    this.goal = goal;
    this.redraw = true;
  }

  setTurning(on: boolean) {
    // The automatic turn is a movement, too.
    if (on && !this.turning) this.to.onInput();
    this.turning = on;
  }

  /** Makes the next animation frame call `draw`, although the camera has not moved. */
  invalidate() {
    this.redraw = true;
  }

  /** Where the camera is. */
  get orbit(): Orbit {
    return this.now;
  }

  dispose() {
    cancelAnimationFrame(this.frameId);
    this.unlisten();
  }

  private moveTo(goal: Orbit) {
    this.goal = goal;
    this.to.onInput();
  }

  private stopTurning() {
    // Also if it waits for the end of a run.
    this.to.onTurnStopped();
    this.turning = false;
  }

  private readonly tick = (ms: number) => {
    this.frameId = requestAnimationFrame(this.tick);
    const seconds = Math.min(0.1, (ms - this.lastMs) / 1000);
    this.lastMs = ms;
    if (this.turning) {
      const from = this.goal;
      this.goal = { ...from, azimuthDeg: from.azimuthDeg + TURN_DEG_PER_SECOND * seconds };
    }
    const before = this.now;
    this.now = eased(before, this.goal, 1 - Math.exp(-EASE_PER_SECOND * seconds));
    const moving = this.now !== before;
    if (moving || this.redraw) this.to.draw(this.now, moving);
    this.redraw = moving;
  };
}
