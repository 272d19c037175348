import type { Camera } from '../../core/camera/camera.ts';
import type { Figures } from '../../core/metrics/figures.ts';
import type { LossReport } from '../../core/metrics/loss-report.ts';
import type { ViewsPlacement } from './place.ts';

/** What the page shows of one posed view. */
export interface ShownView {
  /** Name of the picture's file. */
  name: string;
  /** The part around the mouse of the square view, with the outline of its mask. PNG. */
  png: Blob;
  /** Of the square view, in the world of the splat: Z is up. */
  camera: Camera;
  /** Focal length (fx) as the camera file states it, in pixels of the picture. */
  focalPx: number;
  /** Width and height of the picture for which the camera file states it, pixels. */
  width: number;
  height: number;
  /** Distance of the camera from the mouse, in units of the camera file. */
  distance: number;
  /** Whether it is known which pixels show the mouse. */
  masked: boolean;
  /** How far the ray through the middle of the mask misses the mouse. Absent if the mask does not show it. */
  missed?: { units: number; pixels: number };
  /** How far the picture was moved so that the masks fit, pixels of the picture. */
  movedPixels: number;
}

/** The posed views of a run, and how they were placed. */
export interface ShownViews {
  views: ShownView[];
  placement: ViewsPlacement['name'];
  /** Position of the mouse in the world of the splat, where the masks show it. */
  mouse?: number[];
  /** World units of the splat per unit of the camera file. Absent for the placement `per-camera`. */
  scale?: number;
}

/** A part of a picture. Fractions of its width and height, 0…1. */
export interface Part {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A true picture beside the splat as its camera shows it. Pictures are PNG files of equal size. */
export interface ComparedView {
  /** Width and height of the compared pictures, pixels. The files may be smaller. */
  width: number;
  height: number;
  /** The part around the mouse. Absent if the mouse fills the picture. */
  detail?: Part;
  truth: Blob;
  drawn: Blob;
  /** `errorPicture` of the two. */
  error: Blob;
  figures: Figures;
}

/** The comparison of all views. */
export interface Comparison {
  views: ComparedView[];
  /** The mean of each figure over the views, as `evaluate` computes it. */
  mean: Figures;
  /** What is left of the true pictures after each stage. */
  losses: LossReport;
}
