import type { RgbaImage } from '../core/image/image.ts';
import type { StageContext } from './context.ts';
import type { RunSettings, StageEvent, TurntableSettings } from './events.ts';
import type { StageTable } from './runner.ts';
import * as show from './show.ts';
import { seenParts } from './losses/seen-parts.ts';
import { exportFiles } from './stages/export.ts';
import { sizeOf, usedViews } from './stages/reconstruct.ts';
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

/** Reads the views. */
export const viewsRow = {
  id: 'photo' as const,
  inputs: ['source' as const],
  settings: ['placement' as const],
  weight: () => 0.3,
  run: (
    { source }: DirectGiven,
    settings: Pick<DirectSettings, 'placement'>,
    context: StageContext,
  ) => readViews(source, settings, context),
  show: ({ photo }: Pick<DirectOutputs, 'photo'>) => show.posedViews(photo),
};

/** The settings that the reconstruction from posed views depends on. */
const RECONSTRUCT_SETTINGS = ['filters', 'viewSize', 'pruneBackground'] as const;

export const directReconstructRow = reconstructRow('photo', RECONSTRUCT_SETTINGS);

/** Writes the files. */
export const directExportRow = {
  id: 'export' as const,
  inputs: ['source' as const, 'photo' as const, 'reconstruct' as const],
  settings: ['ply' as const, 'frame' as const, 'viewSize' as const],
  weight: () => 0.1,
  keep: false,
  run: (
    { source, photo, reconstruct }: DirectGiven & Pick<DirectOutputs, 'photo' | 'reconstruct'>,
    settings: DirectSettings,
    context: StageContext,
  ) => {
    const { pictures, camerasName, cameraSize, pairedBy, shifts } = source;
    const views = pictures.map(({ fileName }) => fileName);
    const origin = { views, cameras: camerasName, cameraSize, pairedBy, shifts };
    const { placement } = photo;
    const stage = context.pack.manifest.stages.reconstruct;
    const seen =
      placement &&
      seenParts(source, photo, sizeOf(photo, stage, settings.viewSize), usedViews(photo, stage));
    return exportFiles({ origin, cloud: reconstruct, placement, seen, settings }, context);
  },
  show: async (outputs: Pick<DirectOutputs, 'export'>) => outputs.export,
};

/** The pipeline from posed views. The rows from `reconstruct` to `turntable` are those that table.ts uses, too. */
export const directTable: StageTable<
  DirectGiven & DirectOutputs,
  DirectSettings,
  StageContext,
  StageEvent
> = [viewsRow, directReconstructRow, renderRow('photo'), turntableRow, directExportRow];
