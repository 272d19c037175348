import { version } from '../../../package.json';
import type { FinishedStage } from '../../worker/protocol.ts';
import { pack, unpack } from '../queue/packed.ts';

/** Stages whose outputs are quick to make again, and large. They are not kept. */
const CHEAP: readonly FinishedStage['finished']['stage'][] = ['render'];

/** Whether the output of a stage is worth keeping. */
export const isDear = ({ finished }: FinishedStage): boolean => !CHEAP.includes(finished.stage);

interface Content extends FinishedStage {
  /** Version of the app that made the output. Another one may compute something else. */
  app: string;
}

/** The output of a stage as one file. @throws TypeError if it is not plain data */
export const stageFile = ({ packKey, finished }: FinishedStage): Blob =>
  pack({ app: version, packKey, finished } satisfies Content);

/** The output in a file that `stageFile` made. Null if another version of the app made it. @throws Error if it is damaged */
export async function stageIn(file: Blob): Promise<FinishedStage | null> {
  const { app, packKey, finished } = (await unpack(file)) as Content;
  return app === version ? { packKey, finished } : null;
}
