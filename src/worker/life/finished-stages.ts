import { STAGES } from '../../core/stages.ts';
import { isSample, type FinishedRun, type LifeEvent, type RunInput } from '../protocol.ts';

/** What a run starts from, without its pack and settings. */
const inputOf = (request: RunInput): RunInput =>
  isSample(request)
    ? { sample: request.sample }
    : { photo: request.photo, fileName: request.fileName };

/** Whether two runs start from the same objects. */
const sameInput = (a: RunInput, b: RunInput): boolean =>
  isSample(a) || isSample(b)
    ? isSample(a) && isSample(b) && a.sample === b.sample
    : a.photo === b.photo && a.fileName === b.fileName;

/** The outputs of the last input's finished stages, outside of the worker that made them. */
export class FinishedStages {
  #run: FinishedRun | undefined;

  /** Undefined if no stage has finished yet. */
  get all(): FinishedRun | undefined {
    return this.#run;
  }

  /** Takes over the finished stages of a run of an earlier visit. What is known of the same input is not replaced. */
  take(run: FinishedRun): boolean {
    if (this.#run && sameInput(this.#run, run)) return false;
    this.#run = run;
    return true;
  }

  /** Adds the output of a stage. It replaces the outputs of this stage and of all later stages. */
  add(request: RunInput, { packKey, finished }: Extract<LifeEvent, { type: 'finished' }>): void {
    const run = this.#run;
    const earlier =
      run && sameInput(run, request) && run.packKey === packKey
        ? run.stages.filter(({ stage }) => STAGES.indexOf(stage) < STAGES.indexOf(finished.stage))
        : [];
    this.#run = { ...inputOf(request), packKey, stages: [...earlier, finished] };
  }
}
