import type { Camera } from './camera.ts';

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/**
 * A camera on the sphere of `radius` around the origin. The camera points at the origin. World Z is up in the
 * picture. Camera centre = r·(cos el·cos az, cos el·sin az, sin el).
 * @param radius world units
 * @param fovDeg horizontal and vertical field of view, degrees
 * @param size side of the square picture, pixels
 */
export function orbitCamera(
  azimuthDeg: number,
  elevationDeg: number,
  radius: number,
  fovDeg: number,
  size: number,
): Camera {
  const az = radians(azimuthDeg);
  const el = radians(elevationDeg);
  const cos = Math.cos(el);
  const centre = [radius * cos * Math.cos(az), radius * cos * Math.sin(az), radius * Math.sin(el)];
  const z = centre.map((c) => -c / radius);
  // x = z × up, normalised: (z_y, −z_x, 0) / |…|
  const flat = Math.hypot(z[0], z[1]);
  const x = [z[1] / flat, -z[0] / flat, 0];
  const y = [z[1] * x[2] - z[2] * x[1], z[2] * x[0] - z[0] * x[2], z[0] * x[1] - z[1] * x[0]];
  const dot = (a: number[]) => -(a[0] * centre[0] + a[1] * centre[1] + a[2] * centre[2]);
  const focal = size / 2 / Math.tan(radians(fovDeg) / 2);
  return {
    width: size,
    height: size,
    fx: focal,
    fy: focal,
    cx: size / 2,
    cy: size / 2,
    w2c: new Float64Array([...x, dot(x), ...y, dot(y), ...z, dot(z), 0, 0, 0, 1]),
  };
}
