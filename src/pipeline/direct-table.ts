import type { RgbaImage } from '../core/image/image.ts';
import type { StageContext } from './context.ts';
import type { RunSettings, StageEvent } from './events.ts';
import type { StageTable } from './runner.ts';
import { exportFiles } from './stages/export.ts';
import { readViews, type PosedPictures } from './stages/views.ts';
import { reconstructRow, renderRow, turntableRow } from './table-rows.ts';
import type { GaussianCloud, Turntable, Views } from './types.ts';

/** What a run from posed views starts from. */
export interface DirectGiven {
  source: PosedPictures;
}

/** Without a multi-view model there are neither seed nor steps. */
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

/** The pipeline from posed views. From the reconstruction on it has the same stages as table.ts. */
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
  reconstructRow('photo', ['filters', 'viewSize']),
  renderRow('photo'),
  turntableRow,
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
