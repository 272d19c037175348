import type { RgbaImage } from '../core/image/image.ts';
import type { LossReport } from '../core/metrics/loss-report.ts';
import type { StageContext } from './context.ts';
import { photoOnce } from './photo/early-photo.ts';
import type { RunSettings, StageEvent } from './events.ts';
import type { StageTable } from './runner.ts';
import * as show from './show.ts';
import { centring } from './stages/centring.ts';
import { exportFiles } from './stages/export.ts';
import { losses } from './stages/losses.ts';
import { matting } from './stages/matting.ts';
import { multiview } from './stages/multiview.ts';
import type { PhotoFile } from './stages/photo.ts';
import { pose } from './stages/pose.ts';
import { preparedCutout } from './stages/prepared.ts';
import { reconstructRow, renderRow, turntableRow } from './table-rows.ts';
import type { Cutout, GaussianCloud, Photo, Skeleton, Subject, Turntable, Views } from './types.ts';

/** The input of a run from a photo. */
export interface Given {
  source: PhotoFile;
}

/** The output of each stage. A skipped stage has no output. */
export interface Outputs {
  photo: Photo;
  matting: Cutout;
  centring: Subject;
  pose: Skeleton | null;
  multiview: Views;
  reconstruct: GaussianCloud;
  render: RgbaImage;
  turntable: Turntable;
  losses: LossReport;
  export: StageEvent[];
}

/**
 * The pipeline from a photo. Its stages run in this order. Weights are the seconds that the stages take in a
 * first run with WASM on two cores.
 */
export const table: StageTable<Given & Outputs, RunSettings, StageContext, StageEvent> = [
  {
    id: 'photo',
    inputs: ['source'],
    settings: [],
    weight: () => 0.1,
    save: false,
    run: ({ source }, _, context) => photoOnce(source, context),
    show: ({ photo }, _, context) => show.photo(photo, context),
  },
  {
    id: 'matting',
    inputs: ['photo'],
    settings: [({ centring }) => centring === 'none'],
    weight: ({ centring }) => (centring === 'none' ? 0.3 : 2),
    run: ({ photo }, { centring }, context) =>
      centring === 'none' ? preparedCutout(photo) : matting(photo, context),
    show: ({ matting }, _, context) => show.cutout(matting, context),
  },
  {
    id: 'centring',
    inputs: ['photo', 'matting'],
    settings: [({ centring = 'pixel_based' }) => centring],
    weight: () => 0.3,
    run: ({ photo, matting }, { centring: method = 'pixel_based' }, context) =>
      centring({ cutout: matting, method, photo: photo.image }, context),
    show: ({ centring }, _, context) => show.subject(centring, context),
  },
  {
    id: 'pose',
    inputs: ['centring'],
    settings: [],
    weight: () => 0.6,
    enabled: ({ pack }) => pack.manifest.stages.pose !== undefined,
    run: ({ centring }, _, context) => pose(centring, context),
    show: ({ pose }) => show.skeleton(pose),
  },
  {
    id: 'multiview',
    inputs: ['centring', 'pose'],
    settings: ['seed', 'steps', 'guidance', 'eta'],
    weight: ({ steps, guidance }) => 3 + steps * (guidance === 1 ? 1 : 2),
    run: ({ centring, pose }, settings, context) =>
      multiview({ subject: centring, skeleton: pose ?? null, settings }, context),
    show: ({ multiview }, _, context) => show.views(multiview, context),
  },
  reconstructRow('multiview', ['filters', 'viewCount', 'viewSize', 'pruneBackground']),
  renderRow('multiview'),
  turntableRow,
  {
    id: 'losses',
    inputs: ['centring', 'pose', 'multiview', 'reconstruct'],
    settings: [],
    weight: () => 0.3,
    run: ({ centring, pose, multiview, reconstruct }, _, context) =>
      losses({ subject: centring, skeleton: pose ?? null, views: multiview }, reconstruct, context),
    show: async (outputs) => [{ type: 'losses', report: outputs.losses }],
  },
  {
    id: 'export',
    inputs: ['reconstruct', 'pose', 'centring', 'losses'],
    settings: ['ply'],
    weight: () => 0.1,
    // run.json contains the times of this run.
    keep: false,
    run: ({ source, centring, pose, reconstruct, losses }, settings, context) => {
      const skeleton = pose && { pose, subject: centring, photo: source.fileName };
      const { fileName, page = 1 } = source;
      const origin = { photo: fileName, ...(page > 1 && { page }) };
      return exportFiles({ origin, skeleton, cloud: reconstruct, losses, settings }, context);
    },
    show: async (outputs) => outputs.export,
  },
];
