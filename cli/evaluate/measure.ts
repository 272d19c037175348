import type { Silhouette } from '../../src/core/camera/silhouettes.ts';
import { countsOf, figuresOf, type Figures } from '../../src/core/metrics/figures.ts';
import type { KeptView } from '../../src/core/metrics/losses.ts';
import { BACKGROUND } from '../../src/core/rasterize/rules.ts';
import type { Box } from '../../src/pipeline/matting/crop-box.ts';
import { detailBox } from '../../src/pipeline/posed/detail-box.ts';
import type { Ground } from '../../src/pipeline/posed/truth.ts';
import { showProgressText } from '../output/progress.ts';
import type { Candidate } from './candidates.ts';
import { reducedPanels, type ContactItem } from './contact.ts';
import { keptView, lossReport } from './losses.ts';
import type { Lpips } from './lpips.ts';
import { cropPanels, panelsOf, type Panels } from './panels.ts';
import type { Result, ViewResult } from './report.ts';
import { fractionOf } from './truth.ts';
import type { Truths } from './truths.ts';
import type { View } from './views.ts';

/** With what a candidate is compared. */
interface Measuring {
  truths: Truths;
  background: Ground;
  /** Computes LPIPS, if its weights are given. */
  lpips?: Lpips;
}

/** One comparison. */
interface Compared {
  /** Number of the view. */
  i: number;
  view: View;
  figures: Figures;
  panels: Panels;
  /** The part around the subject. Null: the whole picture. */
  box: Box | null;
}

/**
 * Compares one candidate with all true pictures.
 * @param onView gets each comparison. What it returns is added to the view's result
 */
export async function measure(
  { name, source, open }: Candidate,
  { truths, background: ground, lpips }: Measuring,
  onView: (compared: Compared) => Promise<Pick<ViewResult, 'sheet'>> = () => Promise.resolve({}),
): Promise<{ result: Result; items: ContactItem[] }> {
  const { draw, stages, ...facts } = await open();
  const background = BACKGROUND[ground];
  const items: ContactItem[] = [];
  const views: ViewResult[] = [];
  const kept: KeptView[] = [];
  const silhouettes: Silhouette[] = [];
  for (const [i, view] of truths.views.entries()) {
    showProgressText(`${name}: ${i} of ${truths.views.length}`);
    const truth = await truths.read(i);
    const { image, mask, maskFrom } = truth;
    const { width, height } = image;
    const drawn = await draw(i, { width, height });
    const { covered } = drawn;
    const counted = countsOf({ truth: image, drawn: drawn.image, mask, covered, background });
    const counts = { ...counted, lpips: await lpips?.distance(image, drawn.image) };
    const figures = figuresOf(counts);
    if (stages) {
      kept.push(keptView(truth, drawn, await stages.of(i)));
      silhouettes.push({ camera: stages.movedCamera(i), mask });
    }
    const panels = panelsOf(truth, drawn, background);
    const box = detailBox(truth);
    const added = await onView({ i, view, figures, panels, box });
    items.push({ view: view.name, figures, panels: reducedPanels(cropPanels(panels, box)) });
    const maskFraction = Number(fractionOf(mask).toFixed(6));
    views.push({ name: view.name, width, height, maskFrom, maskFraction, counts, ...added });
  }
  const losses = stages && lossReport({ ...stages, kept, silhouettes });
  return { result: { name, source, ...facts, views, ...(losses && { losses }) }, items };
}
