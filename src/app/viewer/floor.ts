import { BufferGeometry, Float32BufferAttribute, LineBasicMaterial, LineSegments } from 'three';

const RADIUS = 0.78;
const DEGREES_PER_TICK = 5;
const DEGREES_PER_LONG_TICK = 60;

/**
 * The graduated ring that the mouse stands in, with longer ticks every 60° from the photo's side.
 * In the PLY's frame: `height` is along +Y, which is down.
 */
export function makeFloor(height: number): LineSegments {
  const points: number[] = [];
  const at = (degrees: number, radius: number) => {
    const angle = (degrees * Math.PI) / 180;
    points.push(radius * Math.cos(angle), height, radius * Math.sin(angle));
  };
  for (let degrees = 0; degrees < 360; degrees += DEGREES_PER_TICK) {
    at(degrees, RADIUS);
    at(degrees + DEGREES_PER_TICK, RADIUS);
    at(degrees, RADIUS);
    // Azimuth 270° is the photo's side.
    at(degrees, RADIUS + ((degrees - 270) % DEGREES_PER_LONG_TICK === 0 ? 0.09 : 0.025));
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(points, 3));
  const material = new LineBasicMaterial({ color: 0x6d807a, transparent: true, opacity: 0.55 });
  return new LineSegments(geometry, material);
}

/** The height that all but a few stray splats stay above. */
export function floorHeight(count: number, heightOf: (index: number) => number): number {
  const heights = Float32Array.from({ length: count }, (_, index) => heightOf(index)).sort();
  return heights[Math.floor(0.998 * (count - 1))] ?? 0;
}
