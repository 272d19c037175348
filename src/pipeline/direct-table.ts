import type { RgbaImage } from '../core/image/image.ts';
import type { StageContext } from './context.ts';
import type { RunSettings, StageEvent } from './events.ts';
import type { StageTable } from './runner.ts';
import * as show from './show.ts';
import { exportFiles } from './stages/export.ts';
import { readViews, type PosedPictures } from './stages/views.ts';
import { reconstructRow, renderRow, turntableRow } from './table-rows.ts';
import type { GaussianCloud, Turntable, Views } from './types.ts';

/** The input of a run from posed views. */
export interface DirectGiven {
  source: PosedPictures;
}

/** The settings of a run from posed views. It runs no multi-view model, so it needs neither seed nor steps. */
export type DirectSettings = Pick<
  RunSettings,
  'ply' | 'filters' | 'viewSize' | 'pruneBackground' | 'turntableSize' | 'turntableElevationDeg'
>;

export interface DirectOutputs {
  photo: Views;
  reconstruct: GaussianCloud;
  render: RgbaImage;
  turntable: Turntable;
  export: StageEvent[];
}

/** The pipeline from posed views. The rows from `reconstruct` to `turntable` are those that table.ts uses, too. */
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
    show: ({ photo }) => show.posedViews(photo),
  },
  reconstructRow('photo', ['filters', 'viewSize', 'pruneBackground']),
  renderRow('photo'),
  turntableRow,
  {
    id: 'export',
    inputs: ['source', 'reconstruct'],
    settings: ['ply'],
    weight: () => 0.1,
    keep: false,
    run: ({ source, reconstruct }, settings, context) => {
      const { pictures, camerasName, pairedBy } = source;
      const views = pictures.map(({ fileName }) => fileName);
      const origin = { views, cameras: camerasName, pairedBy };
      return exportFiles({ origin, cloud: reconstruct, settings }, context);
    },
    show: async (outputs) => outputs.export,
  },
];
