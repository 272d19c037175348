import { rigCameras } from '../core/camera/rig.ts';
import { cutoutKey, keypointsKey, nudgeKey, viewsKey } from '../core/corrections/corrections.ts';
import { withMoved } from '../core/corrections/keypoints.ts';
import type { RgbaImage } from '../core/image/image.ts';
import type { LossReport } from '../core/metrics/loss-report.ts';
import type { StageContext } from './context.ts';
import { photoOnce } from './photo/early-photo.ts';
import type { RunSettings, StageEvent } from './events.ts';
import type { StageTable } from './runner.ts';
import * as show from './show.ts';
import { centring } from './stages/centring.ts';
import { cutout, isChanged } from './stages/cutout.ts';
import { exportFiles } from './stages/export.ts';
import { losses } from './stages/losses.ts';
import { mixedViews } from './stages/mixed-views.ts';
import type { PhotoFile } from './stages/photo.ts';
import { pose } from './stages/pose.ts';
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

/** The skeleton, with the keypoints that a person moved. Null in packs without a pose stage. */
function skeletonOf(
  { centring: { image, placement }, pose }: Pick<Outputs, 'centring' | 'pose'>,
  { corrections }: RunSettings,
  { pack }: StageContext,
): Skeleton | null {
  const moved = corrections?.keypoints;
  if (!pose || !moved) return pose ?? null;
  const [camera] = rigCameras(pack.manifest.rig);
  return withMoved(pose, moved, { placement, size: image.width, camera });
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
    settings: [({ centring }) => centring === 'none', cutoutKey],
    weight: ({ centring, corrections }) => (centring === 'none' || corrections?.mask ? 0.3 : 2),
    run: ({ photo }, settings, context) => cutout(photo, settings, context),
    show: ({ photo, matting }, _, context) => show.cutout(matting, photo.image, context),
  },
  {
    id: 'centring',
    inputs: ['photo', 'matting'],
    settings: [({ centring = 'pixel_based' }) => centring, nudgeKey],
    weight: () => 0.3,
    run: ({ photo, matting }, { centring: method = 'pixel_based', corrections }, context) => {
      const how = { method, nudge: corrections?.nudge, isChanged: isChanged(corrections) };
      return centring({ cutout: matting, photo: photo.image, ...how }, context);
    },
    show: ({ matting, centring }, { corrections }, context) =>
      show.subject({ subject: centring, cutout: matting, nudge: corrections?.nudge }, context),
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
    settings: ['seed', 'steps', 'guidance', 'eta', keypointsKey, viewsKey],
    weight: ({ steps, guidance }) => 3 + steps * (guidance === 1 ? 1 : 2),
    run: (outputs, settings, context) =>
      mixedViews(
        { subject: outputs.centring, skeleton: skeletonOf(outputs, settings, context), settings },
        context,
      ),
    show: ({ multiview }, settings, context) => show.views(multiview, settings, context),
  },
  reconstructRow('multiview', ['filters', 'viewCount', 'viewSize', 'pruneBackground']),
  renderRow('multiview'),
  turntableRow,
  {
    id: 'losses',
    inputs: ['centring', 'pose', 'multiview', 'reconstruct'],
    settings: [keypointsKey],
    weight: () => 0.3,
    run: (outputs, settings, context) => {
      const { centring: subject, multiview: views, reconstruct } = outputs;
      const skeleton = skeletonOf(outputs, settings, context);
      return losses({ subject, skeleton, views }, reconstruct, context);
    },
    show: async (outputs) => [{ type: 'losses', report: outputs.losses }],
  },
  {
    id: 'export',
    inputs: ['reconstruct', 'pose', 'centring', 'losses'],
    settings: ['ply', keypointsKey],
    weight: () => 0.1,
    // run.json contains the times of this run.
    keep: false,
    run: (outputs, settings, context) => {
      const { source, centring, reconstruct, losses } = outputs;
      const pose = skeletonOf(outputs, settings, context);
      const skeleton = pose && { pose, subject: centring, photo: source.fileName };
      const { fileName, page = 1 } = source;
      const origin = { photo: fileName, ...(page > 1 && { page }) };
      return exportFiles({ origin, skeleton, cloud: reconstruct, losses, settings }, context);
    },
    show: async (outputs) => outputs.export,
  },
];
