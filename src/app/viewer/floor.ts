import { BufferGeometry, Float32BufferAttribute, LineBasicMaterial, LineSegments } from 'three';

/** Radius of the ring in world units. */
const RADIUS = 0.78;
const DEGREES_PER_TICK = 5;
const DEGREES_PER_LONG_TICK = 60;

/**
 * A ring on the floor around the mouse. It has a tick every 5°, and a longer tick every 60° from the photo's azimuth.
 * Coordinates are those of the standard PLY: +Y points down, and the ring lies at y = 0 of its own coordinates. The
 * renderer keeps the ring's buffers until its geometry is disposed, so one ring serves all splats of a viewer.
 */
export function makeFloor(): LineSegments {
  const points: number[] = [];
  const at = (degrees: number, radius: number) => {
    const angle = (degrees * Math.PI) / 180;
    points.push(radius * Math.cos(angle), 0, radius * Math.sin(angle));
  };
  for (let degrees = 0; degrees < 360; degrees += DEGREES_PER_TICK) {
    at(degrees, RADIUS);
    at(degrees + DEGREES_PER_TICK, RADIUS);
    at(degrees, RADIUS);
    // 270° is the photo's azimuth.
    at(degrees, RADIUS + ((degrees - 270) % DEGREES_PER_LONG_TICK === 0 ? 0.09 : 0.025));
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(points, 3));
  const material = new LineBasicMaterial({ color: 0x6d807a, transparent: true, opacity: 0.55 });
  return new LineSegments(geometry, material);
}

/**
 * The y coordinate of the floor: the 99.8th percentile of the Gaussians' y coordinates (+Y points down). The few
 * Gaussians below the floor are floaters.
 */
export function floorHeight(count: number, heightOf: (index: number) => number): number {
  const heights = Float32Array.from({ length: count }, (_, index) => heightOf(index)).sort();
  return heights[Math.floor(0.998 * (count - 1))] ?? 0;
}
