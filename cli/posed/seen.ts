import type { Camera } from '../../src/core/camera/camera.ts';
import { cameraInvalid } from '../../src/core/camera/files/index.ts';
import { conventionFault } from '../../src/core/camera/rig-faults.ts';
import { sees } from '../../src/core/camera/sees.ts';
import type { GaussianCloud } from '../../src/core/gaussians/gaussian-cloud.ts';
import { someNames } from '../../src/core/quoted.ts';

/**
 * Warns about cameras that do not see the splat.
 * @param name of the camera file
 * @throws AppError `camera-invalid` if none sees it, or if the poses seem to be written in another convention
 */
export function requireSeen(
  cameras: readonly Camera[],
  cloud: GaussianCloud,
  name: string,
  warn: (line: string) => void,
): void {
  const blind = cameras.flatMap((camera, i) => (sees(camera, cloud) ? [] : [i]));
  const convention = conventionFault(cameras);
  if (blind.length > 0 && convention) throw cameraInvalid(name, convention);
  if (blind.length === cameras.length)
    throw cameraInvalid(
      name,
      'no camera sees the splat, or it is only a dot there. Check the unit of length',
    );
  if (convention) warn(`${name}: ${convention}.`);
  if (blind.length === 0) return;
  const list = someNames(blind.map(String), 10);
  warn(`${name}: ${blind.length} of ${cameras.length} cameras do not see the splat (${list}).`);
}
