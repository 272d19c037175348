import type { FinishedStage } from '../../worker/protocol.ts';
import { pack, unpack } from '../queue/packed.ts';

/** Stages whose outputs are quick to make again, and large. They are not kept. */
const CHEAP: readonly FinishedStage['finished']['stage'][] = ['render'];

/** The name of this script. It has a hash of all code, workers included. */
const BUILD = import.meta.url.slice(import.meta.url.lastIndexOf('/') + 1);

/** Whether the output of a stage is worth keeping. */
export const isDear = ({ finished }: FinishedStage): boolean => !CHEAP.includes(finished.stage);

interface Content extends FinishedStage {
  /** The build of the app that made the output. Another one may compute something else. */
  build: string;
}

/** The output of a stage as one file. @throws TypeError if it is not plain data */
export const stageFile = ({ packKey, finished }: FinishedStage): Blob =>
  pack({ build: BUILD, packKey, finished } satisfies Content);

/** The output in a file that `stageFile` made. Null if another build of the app made it. @throws Error if it is damaged */
export async function stageIn(file: Blob): Promise<FinishedStage | null> {
  const { build, packKey, finished } = (await unpack(file)) as Content;
  return build === BUILD ? { packKey, finished } : null;
}
