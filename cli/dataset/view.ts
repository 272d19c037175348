import path from 'node:path';
import {
  cameraInvalid,
  cameraOf,
  pinholeFault,
  type CameraEntry,
} from '../../src/core/camera/files/index.ts';
import {
  squareFrame,
  type MaskedFrame,
  type RigCamera,
  type SquareFrame,
} from '../../src/core/dataset/square-frame.ts';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { checkSize } from '../../src/pipeline/posed/assemble.ts';
import { UsageError } from '../command.ts';
import type { DatasetPlan } from './plan.ts';
import type { DatasetOptions } from './request.ts';
import { VideoError } from './video-error.ts';

const sizeText = ({ width, height }: { width: number; height: number }) => `${width} × ${height}`;

/**
 * Refuses a calibration whose file states no size, if it is certainly one of larger or smaller frames. The cameras are looked
 * at together, because their mean says more than each of them.
 * @param frames one of each camera
 * @throws AppError `calibration-size`
 */
export function checkSizes(
  frames: readonly RgbaImage[],
  { entries }: DatasetPlan,
  { cameras: file, cameraSize }: DatasetOptions,
): void {
  if (cameraSize) return;
  const unstated = entries.flatMap((entry, number) => {
    const camera = entry.size ? null : cameraOf(entry, frames[number]);
    return camera ? [{ camera, number }] : [];
  });
  checkSize(
    unstated.map(({ camera }) => camera),
    unstated.map(({ number }) => number),
    path.basename(file),
  );
}

/** The camera of the size for which it was calibrated. @throws AppError `camera-invalid` */
function rigCamera(
  entry: CameraEntry,
  i: number,
  frame: RgbaImage,
  { cameras, cameraSize }: DatasetOptions,
): RigCamera {
  const name = path.basename(cameras);
  const camera = cameraOf(entry, cameraSize ?? frame);
  if (!camera) throw cameraInvalid(name, `frame ${i}: w and h are missing`);
  const { distortion, skew } = entry;
  return { camera, ...(pinholeFault(entry) && { lens: { distortion, skew } }) };
}

/** Turns the frames of one camera into square views, which all have the same camera. */
export class ViewMaker {
  #rig: RigCamera | undefined;
  #size: RgbaImage | undefined;
  readonly #plan: DatasetPlan;
  readonly #options: DatasetOptions;
  readonly #i: number;

  /** @param i number of the camera */
  constructor(plan: DatasetPlan, options: DatasetOptions, i: number) {
    [this.#plan, this.#options, this.#i] = [plan, options, i];
  }

  /** The calibration's size, if it is another than that of the frames. */
  get otherSize(): string | null {
    const [camera, frame] = [this.#rig?.camera, this.#size];
    if (!camera || !frame || camera.width === frame.width) return null;
    return `${sizeText(frame)} instead of ${sizeText(camera)}`;
  }

  /**
   * @param number of the frame, for sentences
   * @throws VideoError, UsageError or AppError `camera-invalid`
   */
  make({ image, mask }: MaskedFrame, number: number): SquareFrame {
    const i = this.#i;
    const { name } = this.#plan.videos[i];
    const { width, height } = (this.#size ??= { ...image, data: new Uint8ClampedArray(0) });
    if (image.width !== width || image.height !== height)
      throw new VideoError(
        `${name} changes its size: frame ${number} is ${sizeText(image)}, the first one ${width} × ${height}. Convert it to one size.`,
      );
    const off = mask ? Math.abs(mask.width * height - mask.height * width) : 0;
    if (off > Math.max(width, height))
      throw new UsageError(
        `The masks ${this.#plan.masks?.[i].name} have other proportions than the frames of ${name}: ${sizeText(mask ?? image)}, not ${width} × ${height}.`,
      );
    const rig = (this.#rig ??= rigCamera(this.#plan.entries[i], i, image, this.#options));
    const view = squareFrame({ image, mask }, rig, {
      size: this.#options.size,
      asLab: this.#options.intrinsics === 'lab',
    });
    if (view) return view;
    throw cameraInvalid(
      path.basename(this.#options.cameras),
      `frame ${i}: the camera is for ${sizeText(rig.camera)}, but ${name} is ${width} × ${height}. Cut or padded videos have other cameras`,
    );
  }
}
