import { STAGES } from '../../core/stages.ts';
import type { FinishedRun, LifeEvent, RunRequest } from '../protocol.ts';

/** The outputs of the last photo's finished stages, outside of the worker that made them. */
export class FinishedStages {
  #run: FinishedRun | undefined;

  /** Undefined if no stage has finished yet. */
  get all(): FinishedRun | undefined {
    return this.#run;
  }

  /** Adds the output of a stage. It replaces the outputs of this stage and of all later stages. */
  add(
    { photo, fileName }: Pick<RunRequest, 'photo' | 'fileName'>,
    { packKey, finished }: Extract<LifeEvent, { type: 'finished' }>,
  ): void {
    const run = this.#run;
    const earlier =
      run?.photo === photo && run.fileName === fileName && run.packKey === packKey
        ? run.stages.filter(({ stage }) => STAGES.indexOf(stage) < STAGES.indexOf(finished.stage))
        : [];
    this.#run = { photo, fileName, packKey, stages: [...earlier, finished] };
  }
}
