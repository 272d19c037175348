import { scaleCamera, type Camera } from '../../core/camera/camera.ts';
import { directionAt, lensOf } from '../../core/camera/lens.ts';
import { viewOfFrame, windowCamera } from '../../core/camera/square-view.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { photoFrameOf, type PhotoFrame } from '../../core/photo-surface/photo-frame.ts';
import type { PosedFrame } from './frames.ts';
import type { Extent } from './parts.ts';

/** Side of a view that is resampled, pixels. FaceLift's views have this size. */
export const RESAMPLED_SIDE = 512;

/** The window is larger than the subject by this factor. */
const ROOM = 1.05;

/** A square picture of a pinhole camera. */
export interface SquareView {
  /** Its alpha is the mask if `masked`. */
  image: RgbaImage;
  /** Whether it is known which pixels show the subject. */
  masked: boolean;
  /** The picture as its file has it, if it stays as it is and its mask comes from its white background. */
  onWhite?: RgbaImage;
  camera: Camera;
  /** Where the picture of the camera ends although the mouse continues. */
  frame?: PhotoFrame;
}

/** The borders of a frame are in its pixels. */
const AS_IT_IS = { scale: 1, offsetX: 0, offsetY: 0 };

/** The borders of a frame that cut the mouse off, as parts of the view's side. Lines that a lens bends are taken as straight. */
function cutBorders({ image, masked, camera }: PosedFrame, view: Camera): PhotoFrame | undefined {
  const cut = masked ? photoFrameOf(image, AS_IT_IS, 1, false) : null;
  if (!cut) return undefined;
  const x = (at: number) =>
    (view.cx + (view.fx * ((at * camera.width) / image.width - camera.cx)) / camera.fx) /
    RESAMPLED_SIDE;
  const y = (at: number) =>
    (view.cy + (view.fy * ((at * camera.height) / image.height - camera.cy)) / camera.fy) /
    RESAMPLED_SIDE;
  return { left: x(cut.left), right: x(cut.right), top: y(cut.top), bottom: y(cut.bottom) };
}

/** The largest |x/z| or |y/z| of the subject; 0 if it is not known. */
function reachOf({ image, camera, lens = {} }: PosedFrame, extent: Extent | null): number {
  if (!extent) return 0;
  const { width, height } = image;
  const { left, right, top, bottom } = extent;
  const scale = [camera.width / width, camera.height / height];
  const corners = [left, right].flatMap((x) =>
    [top, bottom].map((y) => directionAt(camera, lens, [x * scale[0], y * scale[1]])),
  );
  const shown = corners.filter((corner) => corner !== null).flat();
  return ROOM * Math.max(0, ...shown.filter(Number.isFinite).map(Math.abs));
}

/** A frame that is cut out, and where the mouse is in it. */
export interface CutFrame extends PosedFrame {
  /** Null: it is not known. */
  extent: Extent | null;
}

/** The frame as a square view of the trained angle around its optical axis, or of a larger one if the mouse needs it. */
function resampled(frame: CutFrame, fovRad: number): SquareView {
  const { image, camera, lens, masked, extent } = frame;
  const half = Math.max(Math.tan(fovRad / 2), reachOf(frame, extent));
  const view = windowCamera(camera, half, RESAMPLED_SIDE);
  const border = cutBorders(frame, view);
  return {
    image: viewOfFrame(image, camera, view, lensOf(camera, lens)),
    camera: view,
    masked,
    ...(border && { frame: border }),
  };
}

/**
 * Square views, made one by one. Frames that are squares of one size, of pinhole cameras, stay as they are. If one frame
 * is not, all are resampled. Only frames that may stay are kept as a whole. Beyond a frame views are transparent.
 */
export class SquareViews {
  readonly #fovRad: number;
  /** The frames, as long as all are squares of one size. */
  #whole: CutFrame[] | null = [];
  #views: SquareView[] = [];

  /** @param fovRad angle of view with which the network was trained */
  constructor(fovRad: number) {
    this.#fovRad = fovRad;
  }

  /** Adds the frame with the number `i`, or replaces it. Frames are added in their order. */
  put(i: number, frame: CutFrame): void {
    if (this.#whole) {
      this.#whole[i] = frame;
      if (isSquare(frame) && frame.image.width === this.#whole[0].image.width) return;
      this.#views = this.#whole.map((one) => resampled(one, this.#fovRad));
      this.#whole = null;
    } else this.#views[i] = resampled(frame, this.#fovRad);
  }

  /** The views of all frames. */
  all(): SquareView[] {
    return (
      this.#whole?.map(({ image, camera, masked, onWhite }) => ({
        ...{ image, masked, camera: scaleCamera(camera, image.width) },
        ...(onWhite && { onWhite }),
      })) ?? this.#views
    );
  }
}

/** Whether a frame is a square of a pinhole camera. */
const isSquare = ({ image, camera, lens }: PosedFrame): boolean =>
  !lens && image.width === image.height && camera.width === camera.height;
