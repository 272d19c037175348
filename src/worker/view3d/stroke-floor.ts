import { toCamera, type Camera } from '../../core/camera/camera.ts';
import { RING_COLOUR, ringOf, TICK_DEG } from '../../core/gaussians/floor-ring.ts';
import type { SplatShape } from '../../core/gaussians/splat-shape.ts';

/** Depth from which a point is drawn, world units. */
const NEAR = 0.05;

/** Draws the ring on the floor around a splat. */
export function strokeFloor(
  context: OffscreenCanvasRenderingContext2D,
  camera: Camera,
  shape: SplatShape,
): void {
  const ring = ringOf(shape);
  const at = (degrees: number, radius: number): [number, number] | null => {
    const angle = (degrees * Math.PI) / 180;
    const point = [ring.x + radius * Math.cos(angle), ring.y + radius * Math.sin(angle), ring.z];
    const [x, y, z] = toCamera(camera, Float32Array.from(point), 0);
    return z > NEAR ? [(camera.fx * x) / z + camera.cx, (camera.fy * y) / z + camera.cy] : null;
  };
  const line = (from: [number, number] | null, to: [number, number] | null) => {
    if (!from || !to) return;
    context.moveTo(...from);
    context.lineTo(...to);
  };
  const [red, green, blue, opacity] = RING_COLOUR;
  context.strokeStyle = `rgb(${255 * red} ${255 * green} ${255 * blue} / ${opacity})`;
  context.lineWidth = Math.max(1, Math.min(camera.width, camera.height) / 500);
  context.beginPath();
  for (let degrees = 0; degrees < 360; degrees += TICK_DEG.short) {
    line(at(degrees, ring.radius), at(degrees + TICK_DEG.short, ring.radius));
    const isLong = (degrees - 270) % TICK_DEG.long === 0;
    const length = isLong ? ring.longTick : ring.tick;
    line(at(degrees, ring.radius), at(degrees, ring.radius + length));
  }
  context.stroke();
}
