import type { Camera } from '../../src/core/camera/camera.ts';
import { cameraInvalid } from '../../src/core/camera/files/index.ts';

/** The principal point of a lens is near the middle of its picture: within this fraction of the size. */
const NEAR_MIDDLE = 0.25;

/**
 * Refuses a calibration whose file states no size, if it is certainly one of larger or smaller pictures.
 * @param camera of the picture's size
 * @param name of the camera file
 * @throws AppError `camera-invalid`
 */
export function checkMiddle({ width, height, cx, cy }: Camera, frame: number, name: string): void {
  const off = Math.max(Math.abs(cx / width - 0.5), Math.abs(cy / height - 0.5));
  if (off <= NEAR_MIDDLE) return;
  throw cameraInvalid(
    name,
    `frame ${frame}: the principal point is at ${Math.round(cx)} ${Math.round(cy)}, but the picture is ${width} × ${height}. If the cameras were calibrated for pictures of another size, give it with --camera-size`,
  );
}
