import type { RgbaImage } from '../core/image/image.ts';
import type { StageContext } from './context.ts';
import type { RunSettings, StageEvent, TurntableSettings } from './events.ts';
import type { StageTable } from './runner.ts';
import * as show from './show.ts';
import { exportFiles } from './stages/export.ts';
import type { PosedPictures } from './posed/frames.ts';
import { readViews } from './stages/views.ts';
import { reconstructRow, renderRow, turntableRow } from './table-rows.ts';
import type { GaussianCloud, Turntable, Views } from './types.ts';

/** The input of a run from posed views. */
export interface DirectGiven {
  source: PosedPictures;
}

/** The settings of a run from posed views. It runs no multi-view model, so it needs neither seed nor steps. */
export type DirectSettings = Pick<
  RunSettings,
  'ply' | 'filters' | 'viewSize' | 'pruneBackground' | 'placement' | 'frame'
> &
  TurntableSettings;

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
    settings: ['placement'],
    weight: () => 0.3,
    run: ({ source }, settings, context) => readViews(source, settings, context),
    show: ({ photo }) => show.posedViews(photo),
  },
  reconstructRow('photo', ['filters', 'viewSize', 'pruneBackground']),
  renderRow('photo'),
  turntableRow,
  {
    id: 'export',
    inputs: ['source', 'photo', 'reconstruct'],
    settings: ['ply', 'frame'],
    weight: () => 0.1,
    keep: false,
    run: ({ source, photo, reconstruct }, settings, context) => {
      const { pictures, camerasName, cameraSize, pairedBy } = source;
      const views = pictures.map(({ fileName }) => fileName);
      const origin = { views, cameras: camerasName, cameraSize, pairedBy };
      return exportFiles(
        { origin, cloud: reconstruct, placement: photo.placement, settings },
        context,
      );
    },
    show: async (outputs) => outputs.export,
  },
];
