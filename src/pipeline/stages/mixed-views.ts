import { viewsOfRig } from '../../core/camera/rig.ts';
import { cutoutKey, keypointsKey, nudgeKey } from '../../core/corrections/corrections.ts';
import type { StageContext } from '../context.ts';
import type { RunSettings } from '../events.ts';
import type { Subject, Views } from '../types.ts';
import { multiview, type MultiviewInput } from './multiview.ts';

type Settings = MultiviewInput['settings'] & Pick<RunSettings, 'centring' | 'corrections'>;

/** So many paintings of a subject are kept. */
const MAX_KEPT = 8;

/** The views that were painted of a subject, by what they depend on. They are freed with the subject. */
const paintings = new WeakMap<Subject, Map<string, Views>>();

/** What paintings that can be mixed have in common. */
export function groupOf(
  settings: Pick<RunSettings, 'steps' | 'guidance' | 'eta' | 'centring' | 'corrections'>,
): string {
  const { steps, guidance, eta, centring } = settings;
  const keys = [cutoutKey(settings), nudgeKey(settings), keypointsKey(settings)];
  return JSON.stringify([steps, guidance, eta, centring, ...keys]);
}

/** The seed of each view. @param count number of views */
export const seedsOf = ({ seed, corrections }: Settings, count: number): number[] =>
  Array.from(
    { length: count },
    (_, view) => corrections?.views?.find((one) => one.view === view)?.seed ?? seed,
  );

/**
 * The views, each as the multi-view model paints it with its seed. A seed with which this subject was painted before is
 * not painted again.
 * @param paint paints all views with one seed
 * @throws AppError as `multiview`
 */
export async function mixedViews(
  input: Pick<MultiviewInput, 'subject' | 'skeleton'> & { settings: Settings },
  context: StageContext,
  paint = multiview,
): Promise<Views> {
  const { subject, settings } = input;
  const kept = paintings.get(subject) ?? new Map<string, Views>();
  paintings.set(subject, kept);
  const count = viewsOfRig(context.pack.manifest.rig);
  const seeds = seedsOf(settings, count);
  const keyOf = (seed: number) => JSON.stringify([seed, groupOf(settings)]);
  const lacking = [...new Set(seeds)].filter((seed) => !kept.has(keyOf(seed)));
  for (const [i, seed] of lacking.entries()) {
    const part: StageContext = {
      ...context,
      partial: (context.partial[`seed ${seed}`] ??= {}) as StageContext['partial'],
      progress: (fraction) => context.progress((i + fraction) / lacking.length),
    };
    kept.set(keyOf(seed), await paint({ ...input, settings: { ...settings, seed } }, part));
  }
  const ofView = seeds.map((seed) => kept.get(keyOf(seed))!);
  const needed = new Set(seeds.map(keyOf));
  for (const key of kept.keys()) if (kept.size > MAX_KEPT && !needed.has(key)) kept.delete(key);
  const [first] = ofView;
  if (new Set(ofView).size === 1) return first;
  return {
    ...first,
    images: ofView.map(({ images }, view) => images[view]),
    ...(first.masks && { masks: ofView.map(({ masks }, view) => masks![view]) }),
  };
}
