import { centreSubject } from '../../core/image/centre.ts';
import { photoStages } from '../../packs/manifest.ts';
import { pauseForMessages, type StageContext } from '../context.ts';
import type { Cutout, Subject } from '../types.ts';

/**
 * Centres the cut-out on a white square. The side of the square is `stages.centring.size` of pack.json. The
 * later networks expect this size.
 */
export async function centring(
  { image, origin, source }: Cutout,
  context: StageContext,
): Promise<Subject> {
  const { ratio, size } = photoStages(context.pack.manifest).centring;
  const subject = centreSubject(image, { ratio, size, mayBeTrimmed: source === 'alpha' });
  await pauseForMessages(context);
  const { scale, offsetX, offsetY } = subject.placement;
  const placement = {
    scale,
    offsetX: offsetX - scale * origin.left,
    offsetY: offsetY - scale * origin.top,
  };
  return { ...subject, placement };
}
