import type { Losses, LossStage } from './losses.ts';

/** How well the silhouettes of views fit together (`silhouetteFit`), 0…1. */
export interface SilhouettesFit {
  mean: number;
  /** That of the view whose silhouette fits worst, and its index. */
  least: number;
  view: number;
}

/** Where a result loses, and what is known of the likely causes. Plain data. */
export interface LossReport extends Losses {
  /** What the truth is: the subject of a photo, or the true pictures of posed views. */
  input: 'photo' | 'posed';
  /** Side of the views, pixels: as the multi-view model paints them, or as the reconstructor gets posed views. */
  viewSize: number;
  /** Of a photo: whether the model painted view 0, too. False: view 0 is the photo. */
  repainted?: boolean;
  /** Null: it is not known. */
  fit: SilhouettesFit | null;
  /** How far posed pictures were moved so that their masks fit: the largest move, pixels of a picture. */
  movedPixels?: number;
  /** Of a photo: how near the splat is to the views that the model painted. There is no truth for these views. */
  painted?: PaintedLeft[];
}

/** The splat beside a painted view. */
export interface PaintedLeft {
  /** Index of the view. */
  view: number;
  psnrMask: number | null;
  iou: number | null;
}

/** Silhouettes that fit less than this contradict each other. Real and painted views have 0.99 and more. */
export const MIN_FIT = 0.95;

/** A stage of an input. Only posed views have cameras. */
export type LossPart = 'photo-views' | 'photo-cloud' | `posed-${LossStage}`;

export const partOf = (input: LossReport['input'], stage: LossStage): LossPart =>
  stage === 'cameras' ? 'posed-cameras' : `${input}-${stage}`;

/** What can be done about the stage that loses most. */
export type Advice =
  | 'photo-size'
  | 'photo-views'
  | 'photo-apart'
  | 'photo-cloud'
  | 'posed-views'
  | 'posed-apart'
  | 'posed-cloud'
  | 'posed-cameras';

/** The advice that fits a report. Null if no stage loses most. */
export function adviceOf({ input, verdict, fit, repainted }: LossReport): Advice | null {
  const stage = verdict.stage ?? verdict.outline;
  if (stage === undefined) return null;
  if (stage === 'views' && repainted === false) return 'photo-size';
  // A reconstructor cannot build what its views contradict.
  if (stage === 'cloud' && fit && fit.least < MIN_FIT) return `${input}-apart`;
  return partOf(input, stage);
}

/** The fit of all views. Null if there are fewer than three: two silhouettes nearly always fit. */
export function fitOf(parts: readonly number[]): SilhouettesFit | null {
  if (parts.length < 3) return null;
  const least = Math.min(...parts);
  const mean = parts.reduce((sum, part) => sum + part, 0) / parts.length;
  return { mean, least, view: parts.indexOf(least) };
}

/** Three digits of a fraction, and two of a number of dB, are more than they are worth. Null stays null. */
const rounded = (value: number | null, digits: number): number | null =>
  value === null || !Number.isFinite(value) ? null : Number(value.toFixed(digits));

/** The report for JSON, which has no infinity: the PSNR of equal pictures is null. */
export function jsonLosses({ stages, painted, fit, movedPixels, ...report }: LossReport) {
  return {
    ...report,
    fit: fit && { mean: rounded(fit.mean, 4), least: rounded(fit.least, 4), view: fit.view },
    ...(movedPixels !== undefined && { movedPixels: rounded(movedPixels, 2) }),
    stages: stages.map(({ stage, psnrMask, iou, share, iouLost }) => ({
      ...{ stage, psnrMask: rounded(psnrMask, 3), iou: rounded(iou, 4) },
      ...{ share: rounded(share, 4), iouLost: rounded(iouLost, 4) },
    })),
    ...(painted && {
      painted: painted.map(({ view, psnrMask, iou }) => ({
        ...{ view, psnrMask: rounded(psnrMask, 3), iou: rounded(iou, 4) },
      })),
    }),
  };
}
