import { centreSubject } from '../../core/image/centre.ts';
import { photoStages } from '../../packs/manifest.ts';
import { breathe, type StageContext } from '../context.ts';
import type { Cutout, Subject } from '../types.ts';

/** The cut-out centred on white, as large as every network after it expects. */
export async function centring({ image }: Cutout, context: StageContext): Promise<Subject> {
  const { ratio, size } = photoStages(context.pack.manifest).centring;
  const subject = centreSubject(image, { ratio, size });
  await breathe(context);
  return subject;
}
