import { scaleCamera, type Camera } from '../../core/camera/camera.ts';
import { directionAt, lensOf } from '../../core/camera/lens.ts';
import { viewOfFrame, windowCamera } from '../../core/camera/square-view.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { photoFrameOf, type PhotoFrame } from '../../core/photo-surface/photo-frame.ts';
import { MASK_ALPHA } from '../../core/photo-surface/thresholds.ts';
import type { PosedFrame } from './frames.ts';

/** Side of a view that is resampled, pixels. FaceLift's views have this size. */
export const RESAMPLED_SIDE = 512;

/** The window is larger than the subject by this factor. */
const ROOM = 1.05;

/** A square picture of a pinhole camera. Its alpha is the mask if the frame is masked. */
export interface SquareView {
  image: RgbaImage;
  camera: Camera;
  /** Where the picture of the camera ends although the mouse continues. */
  frame?: PhotoFrame;
}

/** The borders of a frame that cut the mouse off, as parts of the view's side. Lines that a lens bends are taken as straight. */
function cutBorders({ image, masked, camera }: PosedFrame, view: Camera): PhotoFrame | undefined {
  // Without a scale, the borders are in pixels of the frame.
  const cut = masked ? photoFrameOf(image, { scale: 1, offsetX: 0, offsetY: 0 }, 1) : null;
  if (!cut) return undefined;
  const x = (at: number) =>
    (view.cx + (view.fx * ((at * camera.width) / image.width - camera.cx)) / camera.fx) /
    RESAMPLED_SIDE;
  const y = (at: number) =>
    (view.cy + (view.fy * ((at * camera.height) / image.height - camera.cy)) / camera.fy) /
    RESAMPLED_SIDE;
  return { left: x(cut.left), right: x(cut.right), top: y(cut.top), bottom: y(cut.bottom) };
}

/** Whether frames can be used as they are: squares of one size, of pinhole cameras. */
export function areSquare(frames: readonly PosedFrame[]): boolean {
  const side = frames[0].image.width;
  return frames.every(
    ({ image, camera, lens }) =>
      !lens && image.width === side && image.height === side && camera.width === camera.height,
  );
}

/** The largest |x/z| or |y/z| of the subject; 0 if it is not known. */
function reachOf({ image, masked, camera, lens = {} }: PosedFrame): number {
  if (!masked) return 0;
  const { width, height, data } = image;
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at < width * height; at++) {
    if (data[4 * at + 3] <= MASK_ALPHA) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
  }
  const scale = [camera.width / width, camera.height / height];
  const corners = [left, right].flatMap((x) =>
    [top, bottom].map((y) => directionAt(camera, lens, [x * scale[0], y * scale[1]])),
  );
  const shown = corners.filter((corner) => corner !== null).flat();
  return ROOM * Math.max(0, ...shown.filter(Number.isFinite).map(Math.abs));
}

/**
 * The frames as square views. Frames that are square already stay as they are. Others are resampled to the trained angle
 * of view around the optical axis, or to a larger one if the subject needs it. Beyond a frame views are transparent.
 * @param fovRad angle of view with which the network was trained
 */
export function squareViews(frames: readonly PosedFrame[], fovRad: number): SquareView[] {
  if (areSquare(frames))
    return frames.map(({ image, camera }) => ({ image, camera: scaleCamera(camera, image.width) }));
  return frames.map((frame) => {
    const { image, camera, lens } = frame;
    const view = windowCamera(
      camera,
      Math.max(Math.tan(fovRad / 2), reachOf(frame)),
      RESAMPLED_SIDE,
    );
    const border = cutBorders(frame, view);
    return {
      image: viewOfFrame(image, camera, view, lensOf(camera, lens)),
      camera: view,
      ...(border && { frame: border }),
    };
  });
}
