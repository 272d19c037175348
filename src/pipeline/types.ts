import type { GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../core/image/image.ts';
import type { Notice, PhotoNotice } from './events.ts';
import type { ViewsPlacement } from './posed/place.ts';
import type { PhotoFrame } from '../core/photo-surface/photo-frame.ts';
import type { Skeleton } from '../core/mouse/keypoints.ts';
import type { Camera } from '../core/camera/camera.ts';

/** The outputs of the stages (docs/architecture.md). */

export interface Photo {
  image: RgbaImage;
  /** Name of the photo's file, without its folder. */
  fileName: string;
  /** What there is to say about how the file was read. Absent: nothing. */
  notices?: PhotoNotice[];
  /** Whether browsers show the file differently, or not at all. */
  redrawn?: boolean;
}

export interface Cutout {
  /** The photo's pixels with the mask as alpha, without a frame around the photo. */
  image: RgbaImage;
  /**
   * How the mask was made. `alpha`: it is the picture's alpha channel. `plain`: by colour, on a background of
   * one colour. `network`: by the matting network. `hand`: by a person.
   */
  source: 'alpha' | 'plain' | 'network' | 'hand';
  /** Mean of |2·alpha − 1| over the pixels that are not clearly background, 0…1. */
  confidence: number;
  /** Where the picture lies in the photo, pixels. It is smaller than the photo if the photo has a frame. */
  origin: { left: number; top: number };
  /** What there is to say about the cut-out, mostly reasons to doubt it. */
  notices: Notice[];
}

export interface Subject {
  /** Centred mouse on white, square, opaque. */
  image: RgbaImage;
  /** The same picture with the mask as alpha. */
  cutout: RgbaImage;
  /** Subject pixel = photo pixel · scale + offset. Used to draw keypoints on the photo. */
  placement: { scale: number; offsetX: number; offsetY: number };
  /** The rectangle of the subject that the photo covers; null if the whole mouse is in the photo. */
  frame: PhotoFrame | null;
}

/** A photo, as the camera of its view shows it, with the mask as alpha. */
export interface ViewPhoto extends RgbaImage {
  /** Where the photo ends although the mouse continues; absent if the whole mouse is in the photo. */
  frame?: PhotoFrame;
}

export interface Views {
  /** Opaque pictures, one per camera. */
  images: RgbaImage[];
  cameras: Camera[];
  /**
   * How much of each pixel is mouse, 0…1, row-major, one list per view. Only in packs whose decoder paints
   * masks. `images` are on white, so they do not show where white fur ends.
   */
  masks?: Float32Array[];
  /**
   * One entry per view. If the view is itself a photo with a mask: this photo with the mask as alpha, which may
   * have more pixels than the view. Otherwise null.
   */
  photos?: (ViewPhoto | null)[];
  /** What there is to say about how the files of posed views were read. Absent: nothing. */
  notices?: Notice[];
  /** Unit vector that points up, in the frame of the cameras. Absent if it is Z. */
  up?: Float32Array<ArrayBuffer>;
  /** How the cameras of posed views were placed. Absent in a run from a photo. */
  placement?: ViewsPlacement;
}

/** A video file. Its name depends on its format. */
export interface Turntable {
  name: 'turntable.mp4' | 'turntable.webm';
  file: Blob;
}

export type { GaussianCloud, Skeleton };
