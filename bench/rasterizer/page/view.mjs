/** A point of the world (Z up) in the coordinates of the standard PLY, where −Y is up. */
const toFile = ([x, y, z]) => [-x, -z, -y];

/** Position of the camera in the coordinates of the standard PLY. The camera points at the origin. */
export function eyeOf({ azimuthDeg, elevationDeg, radius }) {
  const [az, el] = [azimuthDeg, elevationDeg].map((deg) => (deg * Math.PI) / 180);
  const flat = radius * Math.cos(el);
  return toFile([flat * Math.cos(az), flat * Math.sin(az), radius * Math.sin(el)]);
}

export const UP = [0, -1, 0];

/** RGBA bytes of the finished picture, top row first. Every measurement includes the wait for these bytes. */
export function readBack(gl, size) {
  const pixels = new Uint8Array(4 * size * size);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  gl.readPixels(0, 0, size, size, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  const upright = new Uint8ClampedArray(pixels.length);
  const row = 4 * size;
  for (let y = 0; y < size; y++)
    upright.set(pixels.subarray(y * row, (y + 1) * row), (size - 1 - y) * row);
  return upright;
}
