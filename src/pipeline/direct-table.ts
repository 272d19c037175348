import type { RgbaImage } from '../core/image/image.ts';
import type { StageContext } from './context.ts';
import type { RunSettings, StageEvent } from './events.ts';
import type { StageTable } from './runner.ts';
import * as show from './show.ts';
import { exportFiles } from './stages/export.ts';
import { reconstruct } from './stages/reconstruct.ts';
import { render } from './stages/render.ts';
import { turntable } from './stages/turntable.ts';
import { readViews, type PosedPictures } from './stages/views.ts';
import type { GaussianCloud, Turntable, Views } from './types.ts';

/** What a run starts from that has its views already. */
export interface DirectGiven {
  source: PosedPictures;
}

/** Nothing is imagined: neither seed nor steps. */
export type DirectSettings = Pick<
  RunSettings,
  'ply' | 'filters' | 'viewSize' | 'turntableSize' | 'turntableElevationDeg'
>;

export interface DirectOutputs {
  photo: Views;
  reconstruct: GaussianCloud;
  render: RgbaImage;
  turntable: Turntable;
  export: StageEvent[];
}

/** The direct path: posed views in, the same stages from reconstruction on (table.ts). */
export const directTable: StageTable<
  DirectGiven & DirectOutputs,
  DirectSettings,
  StageContext,
  StageEvent
> = [
  {
    id: 'photo',
    inputs: ['source'],
    settings: [],
    weight: () => 0.3,
    run: ({ source }, _, context) => readViews(source, context),
  },
  {
    id: 'reconstruct',
    inputs: ['photo'],
    settings: ['filters', 'viewSize'],
    weight: () => 1,
    run: ({ photo }, settings, context) => reconstruct(photo, settings, context),
    show: ({ reconstruct }) => show.splat(reconstruct),
  },
  {
    id: 'render',
    inputs: ['photo', 'reconstruct'],
    settings: [],
    weight: () => 0.3,
    run: ({ photo, reconstruct }, _, context) => render(reconstruct, photo, context),
    show: ({ render }, _, context) => show.rerendered(render, context),
  },
  {
    id: 'turntable',
    inputs: ['reconstruct'],
    settings: ['turntableSize', 'turntableElevationDeg'],
    weight: () => 5,
    enabled: ({ runtime }) => runtime.openVideo !== undefined,
    run: ({ reconstruct }, settings, context) => turntable(reconstruct, settings, context),
    show: ({ turntable }) => show.video(turntable),
  },
  {
    id: 'export',
    inputs: ['source', 'reconstruct'],
    settings: ['ply'],
    weight: () => 0.1,
    keep: false,
    run: ({ source, reconstruct }, settings, context) => {
      const { pictures, camerasName } = source;
      const views = pictures.map(({ fileName }) => fileName);
      const origin = { views, cameras: camerasName };
      return exportFiles({ origin, cloud: reconstruct, settings }, context);
    },
    show: async (outputs) => outputs.export,
  },
];
