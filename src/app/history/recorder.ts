import type { StageId } from '../../core/stages.ts';
import type { JobStore, NamedBlob } from '../../worker/job-store/job-store.ts';
import type { DoneJob, JobRecord } from '../../worker/job-store/record.ts';
import type { FinishedRun, FinishedStage } from '../../worker/protocol.ts';
import { storedCorrections } from '../../core/corrections/stored.ts';
import { firstPictureOf, PREVIEW, storedInputs, type QueueEntry } from '../queue/inputs.ts';
import { isFull } from '../queue/problem.ts';
import { storedOf, THUMBNAIL } from '../queue/result.ts';
import type { PlannedRun, RunEnd, RunRecorder } from '../store.ts';
import type { UserPhoto } from '../user-photo.ts';
import { isDear, stageFile, stageIn } from './stage-file.ts';
import { isKept, type HistoryEvent, type KeptItem } from './state.ts';

/** What a recorder uses of the history. */
export interface RecorderSurroundings {
  /** The open store. Null: runs of this page are not kept. */
  jobs(): Promise<JobStore | null>;
  itemOf(id: number | undefined): KeptItem | undefined;
  dispatch(event: HistoryEvent): void;
  thumbnailOf(strip: Blob): Promise<Blob | null>;
  previewOf(picture: Blob): Promise<Blob | null>;
  /** Milliseconds since 1970. */
  now(): number;
  /** A run was kept. */
  onKept(): void;
  onProblem(error: unknown): void;
}

/** Takes down runs, and knows from which kept run each photo on the page comes. */
export interface Recorder {
  record(run: PlannedRun): RunRecorder;
  /** A photo of the page is that of a kept run. Its finished stages can be used. */
  isOf(photo: UserPhoto, item: KeptItem): void;
  /** The next run of this photo goes on with the item. */
  goesOn(photo: UserPhoto, item: KeptItem): void;
  /** The person has deleted a run for good. If its result is only in memory, it is not kept any more. */
  forget(id: number): void;
  /** Tries again to keep the results that are only in memory. Never rejects. */
  keepHeld(): Promise<void>;
}

/** A result that is only in memory. */
interface Held {
  /** Of its record. Null: it has none. */
  id(): number | null;
  /** Rejects if the storage is still full. */
  keep(): Promise<void>;
}

const entryOf = ({ blob, fileName, sample }: UserPhoto): QueueEntry =>
  sample ? { kind: 'sample', path: fileName, sample } : { kind: 'photo', path: fileName, blob };

const isOfStage = (name: string, stage: StageId) => name.endsWith(`.stage.${stage}`);

/** The record as one of the history. @throws Error if it is not */
function asKept(record: JobRecord): KeptItem {
  if (!isKept(record)) throw new Error('The record is one of the queue.');
  return record;
}

export function createRecorder(around: RecorderSurroundings): Recorder {
  const { dispatch } = around;
  /** Ids of the kept runs that a photo comes from, by the photo's Blob. */
  const sources = new WeakMap<Blob, number>();
  const interrupted = new WeakMap<Blob, KeptItem>();
  /** Results that are only in memory, because the storage is full. */
  const held = new Set<Held>();

  /** Finished stages of a kept run. Those of other weights, or of another build, are left out. */
  const stagesOf = async (item: KeptItem, jobs: JobStore): Promise<FinishedStage[]> => {
    const stages: FinishedStage[] = [];
    for (const file of item.kept.stages) {
      const blob = await jobs.stage(file);
      const stage = blob && (await stageIn(blob));
      if (stage) stages.push(stage);
    }
    const packKey = stages.at(-1)?.packKey;
    return stages.filter((stage) => stage.packKey === packKey);
  };

  const record = ({ photo, packId, settings: all }: PlannedRun): RunRecorder => {
    const { corrections, ...settings } = all;
    const former = interrupted.get(photo.blob) ?? around.itemOf(sources.get(photo.blob));
    let goesOn = interrupted.get(photo.blob);
    interrupted.delete(photo.blob);
    let item: KeptItem | null = null;
    /** The storage is full: the stages of this run are no longer kept. */
    let full = false;
    let isOver = false;

    /** @param isResult whether the run is complete, and only its result is to be kept */
    const begin = async (isResult = false) => {
      const jobs = await around.jobs();
      if (!jobs) return;
      if (goesOn) {
        item = { ...goesOn, begun: goesOn.begun + 1 };
        await jobs.update(goesOn, item);
        return dispatch({ type: 'began', item, isOver });
      }
      const entry = entryOf(photo);
      const { content, files } = storedInputs(entry);
      const preview = await around.previewOf(firstPictureOf(entry));
      if (preview) files.push({ name: PREVIEW, blob: preview });
      // It has ended meanwhile.
      if (isOver && !isResult) return;
      const kept = {
        ...{ title: null, at: around.now(), deleted: false, stages: [] },
        ...(corrections && { corrections: storedCorrections(corrections) }),
      };
      item = asKept(await jobs.add({ ...content, packId, settings }, files, kept));
      dispatch({ type: 'began', item, picture: preview, isOver });
    };

    /** Changes of the record, one after the other. */
    let turn: Promise<void> = Promise.resolve();
    const inTurn = (action: () => Promise<void>) => {
      turn = turn.then(action).catch((error: unknown) => {
        if (isFull(error)) full = true;
        else around.onProblem(error);
      });
      return turn;
    };
    void inTurn(() => begin());

    const change = async (make: (jobs: JobStore, item: KeptItem) => Promise<JobRecord>) => {
      const jobs = await around.jobs();
      if (!jobs || !item) return;
      item = asKept(await make(jobs, item));
      dispatch({ type: 'changed', item });
    };

    /** The output of a stage that this run takes from a former one is stored once, for both. */
    const share = (stage: StageId) => async () => {
      const file = former?.kept.stages.find(({ name }) => isOfStage(name, stage));
      if (!file || full || item?.kept.stages.some(({ name }) => isOfStage(name, stage))) return;
      // It may have been deleted meanwhile.
      if (!around.itemOf(former?.id)) return;
      await change(async (jobs, before) => {
        const { kept } = before;
        const after = { ...before, kept: { ...kept, stages: [...kept.stages, file] } };
        await jobs.update(before, after);
        return after;
      });
    };

    const keep = async (
      end: Omit<DoneJob, 'outputs'>,
      files: readonly NamedBlob[],
      picture: Blob | null,
    ) => {
      if (!item) await begin(true);
      await change((jobs, before) => jobs.finish(before, end, files));
      if (!item) return;
      sources.set(photo.blob, item.id);
      dispatch({ type: 'finished', item, picture });
      around.onKept();
    };

    const finish = async ({ result, notices }: Extract<RunEnd, { kind: 'done' }>) => {
      if (!(await around.jobs())) return;
      const { end, outputs } = storedOf(result, notices, settings.ply);
      const strip = result.artifacts['output.png'];
      const picture = strip ? await around.thumbnailOf(strip) : null;
      const files = picture ? [...outputs, { name: THUMBNAIL, blob: picture }] : outputs;
      const tryToKeep = () => keep(end, files, picture);
      try {
        await tryToKeep();
      } catch (error) {
        if (!isFull(error)) throw error;
        held.add({
          id: () => item?.id ?? null,
          keep: () => {
            // "Delete all" has removed its record, with the photo.
            if (item && !around.itemOf(item.id)) {
              item = null;
              goesOn = undefined;
            }
            return tryToKeep();
          },
        });
        dispatch({ type: 'unkept', id: item?.id ?? null });
      }
    };

    /** A run that failed after its first stages can go on another time. The others are forgotten. */
    const end = async (isFailed: boolean) => {
      const jobs = await around.jobs();
      if (!jobs || !item) return;
      if (isFailed && item.kept.stages.length > 0) {
        await change(async (_, before) => {
          const after = { ...before, begun: 0 };
          await jobs.update(before, after);
          return after;
        });
        return dispatch({ type: 'stopped', id: item.id });
      }
      await jobs.remove(item);
      dispatch({ type: 'dropped', id: item.id });
    };

    return {
      finishedBefore: async (): Promise<FinishedRun | null> => {
        const jobs = await around.jobs();
        if (!former || !jobs) return null;
        const stages = await stagesOf(former, jobs).catch((error: unknown) => {
          console.warn('The finished stages of a kept run cannot be read.', error);
          return [];
        });
        if (stages.length === 0) return null;
        const { blob, fileName, sample } = photo;
        return {
          ...(sample ? { sample } : { photo: blob, fileName }),
          packKey: stages[0].packKey,
          stages: stages.map(({ finished }) => finished),
        };
      },
      onEvent: (event) => {
        if (event.type === 'stage' && event.state === 'reused') void inTurn(share(event.stage));
      },
      onFinished: (stage) => {
        if (!isDear(stage)) return;
        void inTurn(async () => {
          if (full) return;
          const file = stageFile(stage);
          await change((jobs, before) =>
            jobs.addStage(before, before.kept, stage.finished.stage, file),
          );
        });
      },
      ended: (how) => {
        isOver = true;
        void inTurn(() => (how.kind === 'done' ? finish(how) : end(how.kind === 'failed')));
      },
    };
  };

  return {
    record,
    isOf: (photo, item) => void sources.set(photo.blob, item.id),
    goesOn: (photo, item) => void interrupted.set(photo.blob, item),
    forget: (id) => {
      for (const each of held) if (each.id() === id) held.delete(each);
      if (held.size === 0) dispatch({ type: 'held-kept' });
    },
    keepHeld: async () => {
      if (held.size === 0) return;
      try {
        for (const each of held) {
          await each.keep();
          held.delete(each);
        }
        dispatch({ type: 'held-kept' });
      } catch (error) {
        if (!isFull(error)) around.onProblem(error);
      }
    },
  };
}
