import type { RgbaImage } from '../core/image/image.ts';
import type { StageContext } from './context.ts';
import { TURNTABLE_SETTINGS, type RunSettings, type TurntableSettings } from './events.ts';
import * as show from './show.ts';
import { reconstruct } from './stages/reconstruct.ts';
import { render } from './stages/render.ts';
import { turntable } from './stages/turntable.ts';
import type { GaussianCloud, Turntable, Views } from './types.ts';

/** The rows that both stage tables have. They lead from views to the cloud, and from the cloud to pictures of it. */

/** The stage whose output the views are. */
type ViewStage = 'multiview' | 'photo';

interface Made {
  reconstruct: GaussianCloud;
}

/** @param settings the settings that the reconstruction depends on in this table */
export const reconstructRow = <V extends ViewStage, S extends keyof RunSettings>(
  views: V,
  settings: readonly S[],
) => ({
  id: 'reconstruct' as const,
  inputs: [views],
  settings,
  weight: () => 1,
  run: (
    outputs: Readonly<Record<V, Views>>,
    chosen: Parameters<typeof reconstruct>[1],
    context: StageContext,
  ) => reconstruct(outputs[views], chosen, context),
  show: (outputs: Readonly<Record<V, Views>> & Made) =>
    show.splat(outputs.reconstruct, outputs[views]),
});

export const renderRow = <V extends ViewStage>(views: V) => ({
  id: 'render' as const,
  inputs: [views, 'reconstruct' as const],
  settings: [],
  weight: () => 0.3,
  run: (outputs: Readonly<Record<V, Views>> & Made, _: unknown, context: StageContext) =>
    render(outputs.reconstruct, outputs[views], context),
  show: ({ render }: { render: RgbaImage }, _: unknown, context: StageContext) =>
    show.drawnViews(render, context),
});

export const turntableRow = {
  id: 'turntable' as const,
  inputs: ['reconstruct' as const],
  settings: TURNTABLE_SETTINGS,
  weight: () => 5,
  enabled: ({ runtime }: StageContext) => runtime.openVideo !== undefined,
  run: ({ reconstruct }: Made, settings: TurntableSettings, context: StageContext) =>
    turntable(reconstruct, settings, context),
  show: ({ turntable }: { turntable: Turntable }) => show.video(turntable),
};
