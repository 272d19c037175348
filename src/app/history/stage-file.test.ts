import { expect, it } from 'vitest';
import { pack } from '../queue/packed.ts';
import type { FinishedStage } from '../../worker/protocol.ts';
import { isDear, stageFile, stageIn } from './stage-file.ts';

const stage: FinishedStage = {
  packKey: 'the weights',
  finished: {
    ...{ stage: 'matting', settings: [false, undefined] },
    output: { image: { width: 1, height: 1, data: Uint8ClampedArray.of(1, 2, 3, 4) } },
    shown: [{ type: 'notice', notice: 'mask-unsure' }],
  },
};

it('the output of a stage comes back as it was', async () => {
  expect(await stageIn(stageFile(stage))).toStrictEqual(stage);
});

it('the output of another build of the app is not used', async () => {
  expect(await stageIn(pack({ ...stage, build: 'main-1234.js' }))).toBeNull();
});

it('outputs that are quick to make again are not kept', () => {
  expect(isDear(stage)).toBe(true);
  expect(isDear({ ...stage, finished: { ...stage.finished, stage: 'render' } })).toBe(false);
});
