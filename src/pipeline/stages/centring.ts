import { centreSubject } from '../../core/image/centre.ts';
import { photoStages } from '../../packs/manifest.ts';
import { breathe, type StageContext } from '../context.ts';
import type { Cutout, Subject } from '../types.ts';

/**
 * Centres the cut-out on a white square. Its side is `stages.centring.size` of pack.json, which the later
 * networks expect.
 */
export async function centring({ image }: Cutout, context: StageContext): Promise<Subject> {
  const { ratio, size } = photoStages(context.pack.manifest).centring;
  const subject = centreSubject(image, { ratio, size });
  await breathe(context);
  return subject;
}
