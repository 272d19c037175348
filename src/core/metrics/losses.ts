import { meanOf, type Counts } from './figures.ts';
import { iouOf } from './overlap.ts';
import { addErrors, psnrOf } from './squared-error.ts';

/**
 * The stages in which a true picture is lost. `views`: it becomes a view of the reconstructor. `cloud`: the view becomes
 * Gaussians, which are drawn. `cameras`: they are drawn with the cameras of the file, not with those that fit the masks.
 */
export const LOSS_STAGES = ['views', 'cloud', 'cameras'] as const;

export type LossStage = (typeof LOSS_STAGES)[number];

/** What is counted of a picture after a stage: its errors in the mask of the truth, and its overlap with this mask. */
export type Kept = Pick<Counts, 'inside' | 'covered'>;

/** What is left after a stage. */
export interface StageLeft {
  stage: LossStage;
  /** PSNR in the mask, dB, and IoU: means over the views, as `meanFigures` computes them. */
  psnrMask: number | null;
  iou: number | null;
  /** Part of the squared error in the masks that this stage adds, 0…1. Null if nothing was compared, or nothing is lost. */
  share: number | null;
  /** By how much this stage makes the IoU smaller. Negative: it makes the IoU larger. Null if an IoU is not known. */
  iouLost: number | null;
}

/** The stage that loses most. */
export interface Verdict {
  /**
   * `stage`: one stage adds clearly more error than any other. `even`: none does. `little`: the result is so near to the
   * truth that no stage matters. `unknown`: there are not two stages whose errors are known.
   */
  kind: 'stage' | 'even' | 'little' | 'unknown';
  /** Only with `stage`. */
  stage?: LossStage;
  /** The stage that clearly loses most of the outline (IoU), if it is another one. */
  outline?: LossStage;
}

/** What is left after each stage, and which stage loses most. */
export interface Losses {
  stages: StageLeft[];
  verdict: Verdict;
}

/** From here on, a result counts as equal to the truth. 35 dB is an error of 1.8 % of the range. */
const LITTLE = { psnr: 35, iou: 0.97 };

/** A stage stands out if its share is larger by this than that of any other. */
const LEAD = 0.1;

/** Smaller losses of IoU are noise of the outline. A stage stands out if it loses more by half of this. */
const IOU_NOISE = 0.02;

/** The largest of some numbers and its index, if it is larger than all others by `lead`. */
function leader(values: readonly number[], lead: number): number | null {
  const best = values.indexOf(Math.max(...values));
  const rest = values.filter((_, i) => i !== best);
  return rest.every((value) => values[best] - value >= lead) ? best : null;
}

/**
 * What is left of true pictures after each stage. Squared errors are pooled over the pixels of all views. Each stage has
 * added the error that was not there before it.
 * @param after what was counted after each stage, in their order: for each stage the same views
 */
export function lossesOf(after: readonly { stage: LossStage; views: readonly Kept[] }[]): Losses {
  const errors = after.map(({ views }) => addErrors(views.map(({ inside }) => inside)));
  const added = errors.map(({ sum }, i) => Math.max(0, sum - (i > 0 ? errors[i - 1].sum : 0)));
  const total = added.reduce((all, each) => all + each, 0);
  const isKnown = errors.every(({ count }) => count > 0);
  const ious = after.map(({ views }) =>
    meanOf(views.map(({ covered }) => covered && iouOf(covered))),
  );
  const stages = after.map(({ stage, views }, i): StageLeft => {
    const [before, iou] = [i > 0 ? ious[i - 1] : 1, ious[i]];
    return {
      ...{ stage, iou },
      psnrMask: meanOf(views.map(({ inside }) => psnrOf(inside))),
      share: isKnown && total > 0 ? added[i] / total : null,
      iouLost: before === null || iou === null ? null : before - iou,
    };
  });
  return { stages, verdict: isKnown && after.length > 1 ? verdictOf(stages) : { kind: 'unknown' } };
}

/** What is left of one posed picture. */
export interface KeptView {
  /** Of the picture at the size of the reconstructor's views. */
  views: Kept;
  /** As the splat is drawn by the camera after it was moved so that the masks fit. Null: it was not moved. */
  moved: Kept | null;
  /** As the splat is drawn by the camera of the file. */
  file: Kept;
}

/** `lossesOf` for posed pictures. If no camera was moved, there is no stage `cameras`. */
export function posedLosses(kept: readonly KeptView[]): Losses {
  const file = kept.map((view) => view.file);
  const isMoved = kept.some(({ moved }) => moved !== null);
  return lossesOf([
    { stage: 'views', views: kept.map(({ views }) => views) },
    { stage: 'cloud', views: kept.map(({ moved, file }) => moved ?? file) },
    ...(isMoved ? [{ stage: 'cameras' as const, views: file }] : []),
  ]);
}

function verdictOf(stages: readonly StageLeft[]): Verdict {
  const end = stages[stages.length - 1];
  const isNear = end.psnrMask === null || end.psnrMask >= LITTLE.psnr;
  if (isNear && (end.iou === null || end.iou >= LITTLE.iou)) return { kind: 'little' };
  const most = leader(
    stages.map(({ share }) => share ?? 0),
    LEAD,
  );
  const lost = stages.map(({ iouLost }) => iouLost ?? 0);
  const outlined = leader(lost, IOU_NOISE / 2);
  const outline =
    outlined !== null && outlined !== most && lost[outlined] > IOU_NOISE
      ? { outline: stages[outlined].stage }
      : {};
  return most === null
    ? { kind: 'even', ...outline }
    : { kind: 'stage', stage: stages[most].stage, ...outline };
}
