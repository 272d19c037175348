import { toWorld, type Camera } from '../../src/core/camera/camera.ts';
import type { Placement } from '../../src/core/image/resize.ts';
import { axisOf } from '../../src/core/camera/meeting-point.ts';
import { uprightTurn } from '../../src/core/camera/upright.ts';
import { composed, type Similarity } from '../../src/core/camera/similarity.ts';

const dot = (a: readonly number[], b: readonly number[]) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

const rotationOf = ({ w2c: m }: Camera): number[] =>
  [0, 4, 8].flatMap((row) => [m[row], m[row + 1], m[row + 2]]);

/**
 * From the frame of calibrated cameras to the frame of a splat that was made from one of their photos alone. Nothing is
 * fitted: the splat's mouse is at the origin of its frame, turned as the photo shows it, and of the size that the photo
 * and the distance of the mouse give. Perspective within the mouse is ignored.
 * @param photo camera of the photo, at the photo's size
 * @param centring subject pixel = photo pixel · scale + offset
 * @param subject position of the mouse in the frame of `photo`
 * @param model camera of the photo in the network's rig, at the subject's size; it looks at the origin
 */
export function photoPlacement(
  photo: Camera,
  { scale, offsetX, offsetY }: Placement,
  subject: readonly number[],
  model: Camera,
): Similarity {
  // The pixel that is in the middle of the subject's picture.
  const middle = [(model.cx - offsetX) / scale, (model.cy - offsetY) / scale];
  const local = [(middle[0] - photo.cx) / photo.fx, (middle[1] - photo.cy) / photo.fy, 1];
  const length = Math.hypot(...local);
  const { centre } = axisOf(photo.w2c);
  const far = toWorld(photo, middle, 1);
  const direction = far.map((value, k) => (value - centre[k]) / length);
  const distance = dot(
    subject.map((value, k) => value - centre[k]),
    direction,
  );
  const origin = centre.map((value, k) => value + distance * direction[k]);
  // Away from the axis a picture is larger: by 1 / cos along the circle, by 1 / cos² along the radius.
  const focal = scale * Math.sqrt(photo.fx * photo.fy) * length ** 1.5;
  const modelDistance = Math.hypot(...axisOf(model.w2c).centre);
  // The photo's camera, turned so that it looks at the mouse.
  const turned = uprightTurn(local.map((value) => value / length));
  const seen = composed(
    { scale: 1, rotation: rotationOf(photo), translation: [0, 0, 0] },
    turned,
  ).rotation;
  const m = rotationOf(model);
  const rotation = [0, 1, 2].flatMap((row) =>
    [0, 1, 2].map((column) =>
      [0, 1, 2].reduce((sum, k) => sum + m[3 * k + row] * seen[3 * k + column], 0),
    ),
  );
  const size = (focal / distance / Math.sqrt(model.fx * model.fy)) * modelDistance;
  return {
    scale: size,
    rotation,
    translation: [0, 3, 6].map((row) => -size * dot(rotation.slice(row, row + 3), origin)),
  };
}
