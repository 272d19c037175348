import type { PipelineEvent } from '../../worker/protocol.ts';

type ViewsEvent = Extract<PipelineEvent, { type: 'views' }>;

/** A picture of a view, and the seed with which it was painted. */
export interface Painted {
  seed: number;
  png: Blob;
}

/** The pictures of each view that were painted of one subject. */
export interface PaintedViews {
  /** What all have in common but the seed. */
  group: string;
  /** The seed of each view in the last run. */
  seeds: readonly number[];
  /** Per view, in the order in which they were painted. */
  views: readonly (readonly Painted[])[];
}

/** So many pictures of a view are kept, as in the pipeline's `mixedViews`. */
const MAX_KEPT = 8;

/** The stages that make what the views are painted from. */
const BEFORE = ['matting', 'centring', 'pose'] as const;

/**
 * The pictures with those of a run. Pictures of another subject, or of other settings than the seed, are forgotten.
 * @param stages of the run
 */
export function withPainted(
  before: PaintedViews | undefined,
  { png, seeds, group }: ViewsEvent,
  stages: Readonly<Partial<Record<(typeof BEFORE)[number], string>>>,
): PaintedViews | undefined {
  if (!seeds || group === undefined) return undefined;
  const isAnother = before?.group !== group || BEFORE.some((stage) => stages[stage] === 'done');
  const former = isAnother ? [] : before.views;
  const views = png.map((picture, view) => [
    ...(former[view] ?? []).filter(({ seed }) => seed !== seeds[view]).slice(1 - MAX_KEPT),
    { seed: seeds[view], png: picture },
  ]);
  return { group, seeds, views };
}
