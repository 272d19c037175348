import { version } from '../../../package.json';
import { writePly } from '../../core/ply.ts';
import { poseFile } from '../../core/pose-json.ts';
import type { StageContext } from '../context.ts';
import type { RunSettings, StageEvent } from '../events.ts';
import type { PhotoFile } from './photo.ts';
import type { GaussianCloud, Skeleton, Subject } from '../types.ts';

export interface ExportInput {
  source: PhotoFile;
  centring: Subject;
  pose: Skeleton | null;
  reconstruct: GaussianCloud;
  settings: RunSettings;
}

const json = (value: unknown) =>
  new Blob([JSON.stringify(value, null, 2), '\n'], { type: 'application/json' });

/** The files that are no pictures: the PLY as asked for, the pose, and how all of it came about. */
export async function exportFiles(
  input: ExportInput,
  context: StageContext,
): Promise<StageEvent[]> {
  const { source, centring, pose, reconstruct, settings } = input;
  const ply = new Blob([writePly(reconstruct, settings.ply)]);
  const events: StageEvent[] = [{ type: 'artifact', name: 'gaussians.ply', file: ply }];
  if (pose) {
    const { image, placement } = centring;
    const names = { photo: source.fileName, rig: context.pack.manifest.rig.id };
    const content = poseFile(pose, placement, { ...names, subjectSize: image.width });
    events.push({ type: 'artifact', name: 'pose.json', file: json(content) });
  }
  events.push({ type: 'artifact', name: 'run.json', file: json(await record(input, context)) });
  return events;
}

/** Everything needed to do the run again, and how long it took. */
async function record(
  { source, reconstruct, settings }: ExportInput,
  { pack, runtime, stageMs }: StageContext,
) {
  const { manifest } = pack;
  const { backend, reason, adapter, threads, rasterizer } = runtime.choice;
  const rounded = Object.entries(stageMs).map(([stage, ms]) => [stage, Math.round(ms)]);
  return {
    photo: source.fileName,
    pack: {
      id: manifest.id,
      sha256: Object.fromEntries(manifest.files.map(({ name, sha256 }) => [name, sha256])),
    },
    settings,
    gaussians: reconstruct.count,
    backend: { name: backend, reason, adapter, threads, rasterizer },
    versions: { 'mouse-facelift': version, 'onnxruntime-web': await runtime.host.version() },
    stageMs: Object.fromEntries(rounded),
  };
}
