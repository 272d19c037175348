import type { GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../core/image/image.ts';
import type { PhotoFrame } from '../core/photo-surface/photo-frame.ts';
import type { Skeleton } from '../core/mouse/keypoints.ts';
import type { Camera } from '../core/camera/camera.ts';

/** What flows from stage to stage (docs/architecture.md). */
export interface Photo {
  image: RgbaImage;
  /** Name of the file as dropped, without its folder. */
  fileName: string;
}

export interface Cutout {
  /** The photo's own pixels with the mask as alpha. */
  image: RgbaImage;
  /** `alpha` when the picture brought its own mask, `plain` when its background is one colour. */
  source: 'alpha' | 'plain' | 'network';
  /** 0…1: mean distance of the mask's values from one half, times two, where it is not clearly background. */
  confidence: number;
  /** True where the mask touches a border of the picture: part of the mouse is missing. */
  touchesBorder: boolean;
}

export interface Subject {
  /** Centred mouse on white, square, opaque. */
  image: RgbaImage;
  /** The same with the mask as alpha. */
  cutout: RgbaImage;
  /** Subject pixel = photo pixel · scale + offset, for drawing on the photo. */
  placement: { scale: number; offsetX: number; offsetY: number };
  /** Of the Subject the photo shows so much; null where all of the mouse is in it. */
  frame: PhotoFrame | null;
}

/** A photo in its camera's picture, the mask as alpha. */
export interface ViewPhoto extends RgbaImage {
  /** Where it ends though the mouse goes on; absent where all of the mouse is in it. */
  frame?: PhotoFrame;
}

export interface Views {
  /** RGB, one per rig camera, opaque. */
  images: RgbaImage[];
  cameras: Camera[];
  /**
   * How much of each view's pixels is mouse, 0…1, row by row: of packs whose painter tells. `images` are on white, where
   * white fur does not show.
   */
  masks?: Float32Array[];
  /** Of views that are photos with a mask: the photos, as fine as they are, the mask as alpha. */
  photos?: (ViewPhoto | null)[];
  /** Against gravity, in the frame of the cameras, of length 1; absent where it is Z. */
  up?: Float32Array<ArrayBuffer>;
}

/** A video file and the name it deserves. */
export interface Turntable {
  name: 'turntable.mp4' | 'turntable.webm';
  file: Blob;
}

export type { GaussianCloud, Skeleton };
