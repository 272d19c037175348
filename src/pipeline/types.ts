import type { GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../core/image/image.ts';
import type { PhotoFrame } from '../core/photo-surface/photo-frame.ts';
import type { Skeleton } from '../core/mouse/keypoints.ts';
import type { Camera } from '../core/camera/camera.ts';

/** What the stages pass on (docs/architecture.md). */

export interface Photo {
  image: RgbaImage;
  /** Name of the file as dropped, without its folder. */
  fileName: string;
}

export interface Cutout {
  /** The photo's own pixels with the mask as alpha. */
  image: RgbaImage;
  /** `alpha`: the picture's own mask. `plain`: by colour, on a background of one colour. `network`: the matting network's. */
  source: 'alpha' | 'plain' | 'network';
  /** 0…1: mean of |2·alpha − 1| over the pixels that are not clearly background. */
  confidence: number;
  /** Whether the mask touches a border of the picture: a part of the mouse is then missing. */
  touchesBorder: boolean;
}

export interface Subject {
  /** Centred mouse on white, square, opaque. */
  image: RgbaImage;
  /** The same with the mask as alpha. */
  cutout: RgbaImage;
  /** Subject pixel = photo pixel · scale + offset. For drawing on the photo. */
  placement: { scale: number; offsetX: number; offsetY: number };
  /** The part of the subject that the photo shows; null if the whole mouse is in it. */
  frame: PhotoFrame | null;
}

/** A photo as its camera shows it, with the mask as alpha. */
export interface ViewPhoto extends RgbaImage {
  /** Where the photo ends although the mouse continues; absent if the whole mouse is in it. */
  frame?: PhotoFrame;
}

export interface Views {
  /** RGB, one per rig camera, opaque. */
  images: RgbaImage[];
  cameras: Camera[];
  /**
   * How much of each pixel is mouse, 0…1, row-major, one list per view. Only in packs whose decoder draws masks. `images` are
   * on white, where white fur does not show.
   */
  masks?: Float32Array[];
  /** For views that are photos with a mask: the photos at their own size, the mask as alpha. */
  photos?: (ViewPhoto | null)[];
  /** The direction that is up, in the frame of the cameras, of length 1. Absent if it is Z. */
  up?: Float32Array<ArrayBuffer>;
}

/** A video file, and its name by format. */
export interface Turntable {
  name: 'turntable.mp4' | 'turntable.webm';
  file: Blob;
}

export type { GaussianCloud, Skeleton };
