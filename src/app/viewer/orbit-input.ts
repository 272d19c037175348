import { isForBrowser, letterOf } from '../shortcuts/keys.ts';

/** Movements of the camera that the user's input causes. */
export interface OrbitHandlers {
  /** Adds degrees to azimuth and elevation. */
  turn(azimuthDeg: number, elevationDeg: number): void;
  /** Moves the splat to the right and down, in parts of the picture's height. */
  pan(x: number, y: number): void;
  /** A factor above 1 moves the camera closer. */
  zoom(factor: number): void;
  reset(): void;
  /** Makes the whole splat fill the picture. */
  frame(): void;
}

const DEGREES_PER_PIXEL = 0.4;
const KEY_STEP_DEG = 8;
const KEY_STEP_PAN = 0.06;
const KEY_ZOOM = 1.15;

/** Keys, with the shift key where a name begins with it. */
const keys: Record<string, (orbit: OrbitHandlers) => void> = {
  ArrowLeft: (orbit) => orbit.turn(-KEY_STEP_DEG, 0),
  ArrowRight: (orbit) => orbit.turn(KEY_STEP_DEG, 0),
  ArrowUp: (orbit) => orbit.turn(0, KEY_STEP_DEG),
  ArrowDown: (orbit) => orbit.turn(0, -KEY_STEP_DEG),
  'Shift+ArrowLeft': (orbit) => orbit.pan(-KEY_STEP_PAN, 0),
  'Shift+ArrowRight': (orbit) => orbit.pan(KEY_STEP_PAN, 0),
  'Shift+ArrowUp': (orbit) => orbit.pan(0, -KEY_STEP_PAN),
  'Shift+ArrowDown': (orbit) => orbit.pan(0, KEY_STEP_PAN),
  '+': (orbit) => orbit.zoom(KEY_ZOOM),
  '=': (orbit) => orbit.zoom(KEY_ZOOM),
  '-': (orbit) => orbit.zoom(1 / KEY_ZOOM),
  r: (orbit) => orbit.reset(),
  f: (orbit) => orbit.frame(),
};

interface Finger {
  x: number;
  y: number;
  /** Whether it moves the splat sideways: the right or the middle button, or the shift key. */
  pans: boolean;
}

const LEFT_BUTTON = 0;

/**
 * Listens to drag, wheel, pinch and keys on one element. A drag with the right button, with the shift key or with two
 * fingers pans. Returns a function that removes the listeners.
 */
export function listenOrbit(element: HTMLElement, orbit: OrbitHandlers): () => void {
  const listening = new AbortController();
  const listen = <K extends keyof HTMLElementEventMap>(
    type: K,
    handler: (event: HTMLElementEventMap[K]) => void,
  ) => element.addEventListener(type, handler, { signal: listening.signal, passive: false });

  const fingers = new Map<number, Finger>();
  const spread = () => {
    const [a, b] = [...fingers.values()];
    return b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  };

  listen('pointerdown', (event) => {
    element.setPointerCapture(event.pointerId);
    const pans = event.button !== LEFT_BUTTON || event.shiftKey;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY, pans });
  });
  listen('pointermove', (event) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    const before = spread();
    const dx = event.clientX - finger.x;
    const dy = event.clientY - finger.y;
    fingers.set(event.pointerId, { ...finger, x: event.clientX, y: event.clientY });
    const height = Math.max(1, element.clientHeight);
    if (fingers.size > 1) {
      // Each finger carries its part of the movement of both.
      orbit.pan(dx / height / fingers.size, dy / height / fingers.size);
      if (before > 0) orbit.zoom(spread() / before);
    } else if (finger.pans) orbit.pan(dx / height, dy / height);
    else orbit.turn(-dx * DEGREES_PER_PIXEL, dy * DEGREES_PER_PIXEL);
  });
  const lift = (event: PointerEvent) => fingers.delete(event.pointerId);
  listen('pointerup', lift);
  listen('pointercancel', lift);
  // The menu would open at the end of a drag with the right button.
  listen('contextmenu', (event) => event.preventDefault());

  listen('wheel', (event) => {
    event.preventDefault();
    const pixelsPerUnit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
    orbit.zoom(Math.exp(-event.deltaY * pixelsPerUnit * 0.0012));
  });
  listen('keydown', (event) => {
    const arrow = event.shiftKey && event.key.startsWith('Arrow');
    const name = arrow ? `Shift+${event.key}` : (letterOf(event) ?? event.key);
    const act = isForBrowser(event) ? undefined : keys[name];
    if (!act) return;
    event.preventDefault();
    act(orbit);
  });
  return () => listening.abort();
}
