import type { Camera } from '../camera/camera.ts';
import { lensOf, type LensModel } from '../camera/lens.ts';
import { viewOfFrame, type Lens } from '../camera/square-view.ts';
import type { RgbaImage } from '../image/image.ts';
import { croppedTo } from '../image/crop.ts';
import { resizeOpenCv } from '../image/opencv-resize.ts';
import { cameraFor } from '../camera/camera.ts';

/** A camera of a rig. */
export interface RigCamera {
  /** Of the size for which it was calibrated. */
  camera: Camera;
  /** How it differs from a pinhole camera, in pixels of that size. Absent if it does not. */
  lens?: LensModel;
}

/** A frame of a video, and its mask. */
export interface MaskedFrame {
  /** Opaque. */
  image: RgbaImage;
  /** White on the mouse. It may have another size with the same proportions. Null: there is none. */
  mask: RgbaImage | null;
}

/** A square part of a frame. */
export interface SquareFrame {
  /** Its alpha is the mask, 0 or 255; 255 without a mask. */
  image: RgbaImage;
  /** The pinhole camera of the picture. */
  camera: Camera;
  /** Whether the mask is empty. */
  isEmpty: boolean;
  /** Whether a part of the mask lies outside the square. */
  isCut: boolean;
}

/** Grey above 127, as the lab's script has it, times 1000: the grey is rounded there. */
const MOUSE = 127_500;

/** How pictures are made. */
export interface SquareOptions {
  /** Side, pixels. */
  size: number;
  /**
   * Whether the nearest pixel of a mask is that of the lab's script: nearest to the upper left corner of a pixel
   * (INTER_NEAREST of OpenCV), not to its middle (INTER_NEAREST_EXACT).
   */
  asLab: boolean;
}

/** Where the pixel is for which the nearest one is looked for, in pixels from its upper left corner. */
const middleOf = ({ asLab }: SquareOptions) => (asLab ? 0 : 0.5);

/** Whether a mask is white at a pixel of its frame. It may have another size. */
function maskReader({ width, height, data }: RgbaImage, frame: RgbaImage, options: SquareOptions) {
  const [scaleX, scaleY] = [width / frame.width, height / frame.height];
  const middle = middleOf(options);
  return (x: number, y: number): boolean => {
    const [column, row] = [Math.floor((x + middle) * scaleX), Math.floor((y + middle) * scaleY)];
    const at = 4 * (row * width + column);
    const grey = 299 * data[at] + 587 * data[at + 1] + 114 * data[at + 2];
    return grey * data[at + 3] >= MOUSE * 255;
  };
}

type MaskReader = ReturnType<typeof maskReader>;

/** The largest square in the middle of a frame. */
function middleSquare({ width, height }: RgbaImage) {
  const side = Math.min(width, height);
  const [x, y] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  return { x, y, width: side, height: side };
}

/**
 * The pinhole camera of the largest square in the middle of a frame, resized.
 * @param frame the frame's size, pixels
 * @param size side of the picture, pixels
 * @returns null if the frame has other proportions than the camera
 */
function squareCamera(camera: Camera, frame: RgbaImage, size: number): Camera | null {
  const own = cameraFor(camera, frame);
  if (!own) return null;
  const { x, y, width: side } = middleSquare(frame);
  const scale = size / side;
  return {
    ...own,
    ...{ width: size, height: size, fx: own.fx * scale, fy: own.fy * scale },
    ...{ cx: (own.cx - x) * scale, cy: (own.cy - y) * scale },
  };
}

/** Whether the mouse reaches beyond the square. */
function isCutOff(frame: RgbaImage, isMouse: MaskReader): boolean {
  const { x, y, width: side } = middleSquare(frame);
  for (let row = 0; row < frame.height; row++)
    for (let column = 0; column < frame.width; column++) {
      if (row >= y && row < y + side && column === x) column = x + side;
      if (column < frame.width && isMouse(column, row)) return true;
    }
  return false;
}

/** Where a pixel of the picture lies in the frame, in pixels. NaN: beyond the lens. */
function positionIn(frame: RgbaImage, { camera }: RigCamera, view: Camera, lens: Lens) {
  const scale = [frame.width / camera.width, frame.height / camera.height];
  return (column: number, row: number): readonly [number, number] => {
    const [u, v] = lens((column + 0.5 - view.cx) / view.fx, (row + 0.5 - view.cy) / view.fy);
    return [(camera.fx * u + camera.cx) * scale[0], (camera.fy * v + camera.cy) * scale[1]];
  };
}

/** Colours of the picture. Beyond the frame it is white. */
function colours(frame: RgbaImage, rig: RigCamera, view: Camera, lens: Lens | undefined) {
  const { width: size } = view;
  if (lens) {
    const { data } = viewOfFrame(frame, rig.camera, view, lens);
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] === 0) data.fill(255, at, at + 3);
      data[at + 3] = 255;
    }
    return data;
  }
  const square = croppedTo(frame, middleSquare(frame));
  if (square.width === size) return square.data;
  const whole = { x: 0, y: 0, width: size, height: size };
  return resizeOpenCv(square, whole, whole, 'lanczos4').data;
}

/**
 * The largest square in the middle of a frame, resized, with its own camera. Colours of a pinhole camera are those of the
 * lab's script: `cv2.resize` with INTER_LANCZOS4. A frame of a lens with distortion or skew is resampled into the picture of
 * a pinhole camera with the same matrix K. The mask is that of the nearest pixel.
 * @returns null if the frame has other proportions than the camera
 */
export function squareFrame(
  { image, mask }: MaskedFrame,
  rig: RigCamera,
  options: SquareOptions,
): SquareFrame | null {
  const { size } = options;
  const camera = squareCamera(rig.camera, image, size);
  if (!camera) return null;
  const lens = lensOf(rig.camera, rig.lens);
  const data = colours(image, rig, camera, lens);
  const picture = { width: size, height: size, data };
  if (!mask) return { image: picture, camera, isEmpty: false, isCut: false };
  const isMouse = maskReader(mask, image, options);
  const middle = middleOf(options);
  const { x: left, y: top, width: side } = middleSquare(image);
  const nearest = (at: number) => Math.floor(((at + middle) * side) / size);
  const position = lens
    ? positionIn(image, rig, camera, lens)
    : (column: number, row: number) => [left + nearest(column), top + nearest(row)] as const;
  let isEmpty = true;
  for (let row = 0, at = 3; row < size; row++)
    for (let column = 0; column < size; column++, at += 4) {
      const [x, y] = position(column, row);
      const isInside = x >= 0 && y >= 0 && x < image.width && y < image.height;
      const shows = isInside && isMouse(Math.floor(x), Math.floor(y));
      data[at] = shows ? 255 : 0;
      if (shows) isEmpty = false;
    }
  return { image: picture, camera, isEmpty, isCut: isCutOff(image, isMouse) };
}
