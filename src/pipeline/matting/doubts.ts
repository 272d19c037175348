import type { RgbaImage } from '../../core/image/image.ts';
import type { Notice } from '../events.ts';
import type { Cutout, Skeleton } from '../types.ts';
import { extentOf } from './crop-box.ts';
import { DOUBT } from './photo-thresholds.ts';

interface CutoutFacts {
  source: Cutout['source'];
  /** 0…1 */
  confidence: number;
  touchesBorder: boolean;
}

/** The level, 0…255, that a fraction `DOUBT.brightFraction` of a picture's visible pixels exceeds. */
function brightLevel({ data }: RgbaImage): number {
  const counts = new Uint32Array(256);
  let visible = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] < DOUBT.visibleLevel) continue;
    counts[Math.max(data[i], data[i + 1], data[i + 2])] += 1;
    visible += 1;
  }
  let level = 255;
  for (let above = 0; level > 0; level--) {
    above += counts[level];
    if (above > DOUBT.brightFraction * visible) break;
  }
  return level;
}

/**
 * Reasons to doubt a cut-out that follow from the photo and the cut-out.
 * @param photo with its own alpha
 * @param mask 0…1, row-major
 */
export function cutoutNotices(photo: RgbaImage, mask: Float32Array, facts: CutoutFacts): Notice[] {
  const extent = extentOf(mask, photo.width, photo.height);
  const longer = extent ? Math.max(extent.width, extent.height) : 0;
  const notices: Notice[] = [];
  if (facts.touchesBorder) notices.push('mask-touches-border');
  if (facts.source === 'network' && facts.confidence < DOUBT.unsureConfidence)
    notices.push('mask-unsure');
  if (longer < DOUBT.fewPixels) notices.push('few-pixels');
  if (brightLevel(photo) < DOUBT.darkLevel) notices.push('nearly-black');
  return notices;
}

/** Reasons to doubt that the subject is a mouse. */
export function poseNotices({ error }: Skeleton): Notice[] {
  const mean = error.reduce((sum, value) => sum + value, 0) / error.length;
  return mean > DOUBT.maxPoseError ? ['not-a-mouse'] : [];
}
