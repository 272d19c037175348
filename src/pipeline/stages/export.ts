import { version } from '../../../package.json';
import { inverseSimilarity, mapCloud } from '../../core/camera/similarity.ts';
import { jsonCorrections } from '../../core/corrections/corrections.ts';
import { jsonLosses, type LossReport } from '../../core/metrics/loss-report.ts';
import { plyBlob } from '../../core/ply/index.ts';
import { poseFile } from '../../core/mouse/pose-json.ts';
import type { StageContext } from '../context.ts';
import type { SeenParts, ViewsPlacement } from '../posed/place.ts';
import type { RunSettings, SplatFrame, StageEvent } from '../events.ts';
import type { GaussianCloud, Skeleton, Subject } from '../types.ts';

export interface ExportInput {
  /** Names of the input files. */
  origin:
    | { photo: string; page?: number }
    | { views: string[]; cameras: string; cameraSize?: object; pairedBy: string; shifts?: object };
  /** The keypoints, the subject in which they were found, and the photo's name. */
  skeleton?: { pose: Skeleton; subject: Subject; photo: string } | null;
  cloud: GaussianCloud;
  /** How posed views were placed. */
  placement?: ViewsPlacement;
  /** Which parts of posed pictures the reconstructor got. */
  seen?: SeenParts;
  /** Where the run loses. Absent: it was not measured. */
  losses?: LossReport;
  settings: Partial<RunSettings> & Pick<RunSettings, 'ply'>;
}

const json = (value: unknown) =>
  new Blob([JSON.stringify(value, null, 2), '\n'], { type: 'application/json' });

/** The PLY file in the frame that the settings name. */
function plyOf({ cloud, placement, settings }: ExportInput): Blob {
  if (settings.frame !== 'lab') return plyBlob(cloud, settings.ply);
  if (!placement?.toSplat) throw new Error('there is no similarity back to the frame of the lab');
  const own = mapCloud(inverseSimilarity(placement.toSplat), cloud);
  return plyBlob(own, settings.ply === 'standard' ? 'cameras' : settings.ply);
}

/** The content of placement.json: how points of the camera file are mapped to the splat. */
function placementFile({ name, toSplat, ...found }: ViewsPlacement, frame: SplatFrame) {
  const { scale, rotation, translation } = toSplat ?? {};
  const rows = rotation && [0, 3, 6].map((row) => rotation.slice(row, row + 3));
  return { placement: name, splat: frame, scale, rotation: rows, translation, ...found };
}

/**
 * Makes the output files that are not pictures: gaussians.ply, pose.json (if there are keypoints), placement.json (if
 * posed views were placed), and run.json.
 */
export async function exportFiles(
  input: ExportInput,
  context: StageContext,
): Promise<StageEvent[]> {
  const { skeleton, placement, settings } = input;
  const events: StageEvent[] = [{ type: 'artifact', name: 'gaussians.ply', file: plyOf(input) }];
  if (skeleton) {
    const { image, placement } = skeleton.subject;
    const names = { photo: skeleton.photo, rig: context.pack.manifest.rig.id };
    const content = poseFile(skeleton.pose, placement, { ...names, subjectSize: image.width });
    events.push({ type: 'artifact', name: 'pose.json', file: json(content) });
  }
  if (placement) {
    const views = 'views' in input.origin ? input.origin.views : [];
    const content = {
      ...placementFile(placement, settings.frame ?? 'model'),
      views,
      seen: input.seen,
    };
    events.push({ type: 'artifact', name: 'placement.json', file: json(content) });
  }
  events.push({ type: 'artifact', name: 'run.json', file: json(await record(input, context)) });
  return events;
}

/** What the stages say of the result: the confidence of the cut-out, 0…1, and the notices. */
function judgement(shown: readonly StageEvent[]) {
  const cutout = shown.find((event) => event.type === 'cutout');
  const notices = shown.filter((event) => event.type === 'notice').map(({ notice }) => notice);
  return { ...(cutout && { confidence: Number(cutout.confidence.toFixed(3)) }), notices };
}

/** The content of run.json: everything that is needed to repeat the run, and how long each stage took. */
async function record(
  { origin, cloud, losses, settings }: ExportInput,
  { pack, runtime, memory, stageMs, shown }: StageContext,
) {
  const { manifest } = pack;
  const { choice, ...engine } = await runtime.sessions.engine();
  const { backend, ...how } = choice;
  const { corrections, ...chosen } = settings;
  const corrected = jsonCorrections(corrections);
  const rounded = Object.entries(stageMs).map(([stage, ms]) => [stage, Math.round(ms)]);
  return {
    ...origin,
    pack: {
      id: manifest.id,
      sha256: Object.fromEntries(manifest.files.map(({ name, sha256 }) => [name, sha256])),
      // Faults that were overcome while the weights were read.
      ...(pack.incidents?.length ? { incidents: pack.incidents } : {}),
    },
    settings: chosen,
    ...(corrected && { corrections: corrected }),
    gaussians: cloud.count,
    ...judgement(shown),
    ...(losses && { losses: jsonLosses(losses) }),
    backend: { name: backend, ...how },
    precision: Object.fromEntries(
      memory.networks.map(({ network, compute }) => [network, compute]),
    ),
    memory: { forecastBytes: memory.peakBytes, splitGuidance: memory.split },
    versions: { 'mouse-facelift': version, [engine.name]: engine.version },
    stageMs: Object.fromEntries(rounded),
  };
}
