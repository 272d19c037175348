/** Movements of the camera that the user's input causes. */
export interface OrbitHandlers {
  /** Adds degrees to azimuth and elevation. */
  turn(azimuthDeg: number, elevationDeg: number): void;
  /** A factor above 1 moves the camera closer. */
  zoom(factor: number): void;
  reset(): void;
}

const DEGREES_PER_PIXEL = 0.4;
const KEY_STEP_DEG = 8;
const KEY_ZOOM = 1.15;

const keys: Record<string, (orbit: OrbitHandlers) => void> = {
  ArrowLeft: (orbit) => orbit.turn(-KEY_STEP_DEG, 0),
  ArrowRight: (orbit) => orbit.turn(KEY_STEP_DEG, 0),
  ArrowUp: (orbit) => orbit.turn(0, KEY_STEP_DEG),
  ArrowDown: (orbit) => orbit.turn(0, -KEY_STEP_DEG),
  '+': (orbit) => orbit.zoom(KEY_ZOOM),
  '=': (orbit) => orbit.zoom(KEY_ZOOM),
  '-': (orbit) => orbit.zoom(1 / KEY_ZOOM),
  r: (orbit) => orbit.reset(),
  R: (orbit) => orbit.reset(),
};

/** Listens to drag, wheel, pinch and keys on one element. Returns a function that removes the listeners. */
export function listenOrbit(element: HTMLElement, orbit: OrbitHandlers): () => void {
  const listening = new AbortController();
  const listen = <K extends keyof HTMLElementEventMap>(
    type: K,
    handler: (event: HTMLElementEventMap[K]) => void,
  ) => element.addEventListener(type, handler, { signal: listening.signal, passive: false });

  const fingers = new Map<number, { x: number; y: number }>();
  const fingerDistance = () => {
    const [a, b] = [...fingers.values()];
    return b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  };

  listen('pointerdown', (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  listen('pointermove', (event) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    const before = fingerDistance();
    const dx = event.clientX - finger.x;
    const dy = event.clientY - finger.y;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.size === 1) orbit.turn(-dx * DEGREES_PER_PIXEL, dy * DEGREES_PER_PIXEL);
    else if (before > 0) orbit.zoom(fingerDistance() / before);
  });
  const lift = (event: PointerEvent) => fingers.delete(event.pointerId);
  listen('pointerup', lift);
  listen('pointercancel', lift);

  listen('wheel', (event) => {
    event.preventDefault();
    const pixelsPerUnit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
    orbit.zoom(Math.exp(-event.deltaY * pixelsPerUnit * 0.0012));
  });
  listen('keydown', (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act(orbit);
  });
  return () => listening.abort();
}
