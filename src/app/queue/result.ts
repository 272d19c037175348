import { ARTIFACTS } from '../../core/artifacts.ts';
import type { JobStore, NamedBlob } from '../../worker/job-store/job-store.ts';
import type { DoneJob } from '../../worker/job-store/record.ts';
import type { Notice } from '../../worker/protocol.ts';
import { filesOf } from '../select.ts';
import type { Result } from '../state.ts';
import { photoOf } from './inputs.ts';
import { dataIn, storedData } from './shown-data.ts';
import { lost } from './problem.ts';
import type { DoneItem } from './select.ts';

/** Name of the stored small picture of the splat. */
export const THUMBNAIL = 'thumbnail';

/** Names of what the page shows of a result, beside the files of a run. */
const SHOWN = { photo: 'shown-photo', cutout: 'cut-out', splat: 'shown-splat' } as const;

const viewName = (index: number) => `view-${index}`;

/** Whether an output is a file of the run, which the person can save. */
export const isArtifact = ({ name }: { name: string }): boolean =>
  ARTIFACTS.some((artifact) => artifact === name);

/**
 * What is stored of a complete result. `splat` is stored apart from gaussians.ply only if that file has another variant,
 * which the viewer does not read.
 * @throws Error if the result is not complete
 */
export function storedOf(
  result: Result,
  notices: readonly Notice[],
  ply: 'standard' | 'facelift',
): { end: Omit<DoneJob, 'outputs'>; outputs: NamedBlob[] } {
  const { summary, skeleton, splat, cutout, shownPhoto, views = [] } = result;
  if (!summary) throw new Error('The result is not complete.');
  const shown: [string, Blob | undefined][] = [
    [SHOWN.photo, shownPhoto],
    [SHOWN.cutout, cutout],
    [SHOWN.splat, ply === 'standard' ? undefined : splat?.ply],
    ...views.map((view, i): [string, Blob] => [viewName(i), view]),
  ];
  const points = skeleton && {
    uv: [...skeleton.uv],
    xyz: [...skeleton.xyz],
    error: [...skeleton.error],
  };
  return {
    end: { state: 'done', summary, notices: [...notices], skeleton: points ?? null },
    outputs: [
      ...filesOf(result).map(({ name, file }) => ({ name, blob: file })),
      ...shown.flatMap(([name, blob]) => (blob ? [{ name, blob }] : [])),
      storedData(result),
    ],
  };
}

/** Reads files of an item. */
export type Reader = Pick<JobStore, 'input' | 'output'>;

/** An output of an item. @throws AppError `queue-file-lost` */
export async function outputOf(item: DoneItem, reader: Reader, name: string): Promise<Blob> {
  const blob = await reader.output(item, name);
  if (!blob) throw lost(item, name);
  return blob;
}

/**
 * The result of a finished item, as the page shows it. Its bytes stay in the browser's storage.
 * @throws AppError `queue-file-lost` if a file of the result is gone
 */
export async function resultOf(item: DoneItem, reader: Reader): Promise<Result> {
  const { outputs, summary, skeleton } = item.end;
  const photo = await photoOf(item, reader);
  const files = new Map<string, Blob>();
  for (const { name } of outputs) files.set(name, await outputOf(item, reader, name));
  const views = outputs.filter(({ name }) => name.startsWith(viewName(0).slice(0, -1)));
  const ply = files.get(SHOWN.splat) ?? files.get('gaussians.ply');
  return {
    photo,
    shownPhoto: files.get(SHOWN.photo),
    cutout: files.get(SHOWN.cutout),
    subject: files.get('input.png'),
    ...(skeleton && {
      skeleton: {
        uv: Float32Array.from(skeleton.uv),
        xyz: Float32Array.from(skeleton.xyz),
        error: Float32Array.from(skeleton.error),
      },
    }),
    ...(views.length > 0 && {
      views: views.flatMap((_, i) => files.get(viewName(i)) ?? []),
    }),
    ...(ply && { splat: { ply, count: summary.gaussians } }),
    ...(await dataIn(files)),
    artifacts: Object.fromEntries(
      ARTIFACTS.flatMap((name) => {
        const file = files.get(name);
        return file ? [[name, file]] : [];
      }),
    ),
    madeWith: { packId: item.job.packId, settings: item.job.settings },
    summary,
  };
}
