import { eased, HOME, homeward, turned, zoomed, type Orbit } from './orbit.ts';
import { listenOrbit, type OrbitHandlers } from './orbit-input.ts';

const TURN_DEG_PER_SECOND = 24;
const EASE_PER_SECOND = 12;

/** `moving` is false in the first frame after a movement: time for a sharp picture. */
export type Draw = (orbit: Orbit, moving: boolean) => void;

/**
 * Moves the eye: follows drag, keys and the turntable, smoothly, and calls `draw` whenever it has moved.
 * `idle` is called in every other frame, for pictures that get better by themselves.
 */
export class OrbitDriver implements OrbitHandlers {
  private now: Orbit = HOME;
  private goal: Orbit = HOME;
  private turning = false;
  private moved = true;
  private lastMs = 0;
  private frame = 0;
  private readonly unlisten: () => void;

  constructor(
    element: HTMLElement,
    private readonly draw: Draw,
    private readonly idle: () => void,
    /** The user took the mouse in hand, so it stops turning by itself. */
    private readonly onTouch: () => void,
  ) {
    this.unlisten = listenOrbit(element, this);
    this.frame = requestAnimationFrame(this.tick);
  }

  turn(azimuthDeg: number, elevationDeg: number) {
    this.touch();
    this.goal = turned(this.goal, azimuthDeg, elevationDeg);
  }

  zoom(factor: number) {
    this.goal = zoomed(this.goal, factor);
  }

  reset() {
    this.touch();
    this.goal = homeward(this.now);
  }

  setTurning(on: boolean) {
    this.turning = on;
  }

  /** Draws again although the eye stays. */
  invalidate() {
    this.moved = true;
  }

  dispose() {
    cancelAnimationFrame(this.frame);
    this.unlisten();
  }

  private touch() {
    if (this.turning) this.onTouch();
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
    if (moving || this.moved) this.draw(this.now, moving);
    else this.idle();
    this.moved = moving;
  };
}
