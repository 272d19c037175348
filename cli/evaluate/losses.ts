import type { Camera } from '../../src/core/camera/camera.ts';
import { silhouetteFit } from '../../src/core/camera/silhouettes.ts';
import { viewOfFrame } from '../../src/core/camera/square-view.ts';
import { withAlpha } from '../../src/core/image/pixels.ts';
import { fitOf, type LossReport } from '../../src/core/metrics/loss-report.ts';
import { posedLosses, type KeptView } from '../../src/core/metrics/losses.ts';
import { onGround, type Truth } from '../../src/pipeline/posed/truth.ts';
import {
  pictureAtSize,
  type Intrinsics,
  type SeenView,
} from '../../src/pipeline/losses/at-size.ts';
import { keptOf } from '../../src/pipeline/losses/kept.ts';
import type { Drawn, StagesOfView } from './candidates.ts';

const isSame = (a: Intrinsics, b: Intrinsics): boolean =>
  a.width === b.width &&
  a.height === b.height &&
  (['fx', 'fy', 'cx', 'cy'] as const).every((key) => Math.abs(a[key] - b[key]) < 1e-6 * a.width);

/** The square view that the reconstructor got of a true picture. */
function seenOf({ image, mask }: Truth, { part, camera }: StagesOfView): SeenView {
  const view: Camera = { ...part, height: part.width, w2c: camera.w2c };
  const cutout = withAlpha(image, Float32Array.from(mask));
  if (isSame(view, camera)) return { image, cutout, camera: view };
  const shown = viewOfFrame(image, camera, view);
  return {
    image: onGround(shown, 'white'),
    cutout: viewOfFrame(cutout, camera, view),
    camera: view,
  };
}

/** What is left of a true picture on white after each stage. @param drawn the splat by the camera of the file */
export function keptView(truth: Truth, drawn: Drawn, stages: StagesOfView): KeptView {
  const { size, camera, moved } = stages;
  const kept = ({ image, covered }: Drawn) => {
    if (!covered) throw new Error('the coverage of a splat is known');
    return keptOf(truth, { image, covered });
  };
  return {
    views: keptOf(truth, pictureAtSize(seenOf(truth, stages), size, camera)),
    moved: moved && kept(moved),
    file: kept(drawn),
  };
}

/** What the report of a splat is made of. */
interface Evidence {
  kept: readonly KeptView[];
  /** Side of the views that the reconstructor got, pixels. */
  size: number;
  /** What each camera sees, moved so that the masks fit. */
  silhouettes: Parameters<typeof silhouetteFit>[0];
  movedPixels: number;
}

/** Where a splat of posed views loses. */
export const lossReport = ({ kept, size, silhouettes, movedPixels }: Evidence): LossReport => ({
  ...{ input: 'posed', viewSize: size, movedPixels },
  ...posedLosses(kept),
  fit: fitOf(silhouetteFit(silhouettes)),
});
