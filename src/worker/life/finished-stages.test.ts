import { expect, test } from 'vitest';
import type { StageId } from '../../core/stages.ts';
import { FinishedStages } from './finished-stages.ts';

const photo = { photo: new Blob(['a']), fileName: 'a.png' };
const output = (stage: StageId, packKey = 'pack') => ({
  type: 'finished' as const,
  packKey,
  finished: { stage, settings: [], output: stage, shown: [] },
});
const stagesOf = (finished: FinishedStages) => finished.all?.stages.map(({ stage }) => stage);

test('a stage that finishes again replaces itself and everything that was made from it', () => {
  const finished = new FinishedStages();
  expect(finished.all).toBeUndefined();
  for (const stage of ['matting', 'centring', 'multiview', 'reconstruct'] as const)
    finished.add(photo, output(stage));
  finished.add(photo, output('multiview'));
  expect(stagesOf(finished)).toEqual(['matting', 'centring', 'multiview']);
});

test('another photo or other weights replace everything', () => {
  const finished = new FinishedStages();
  finished.add(photo, output('matting'));
  finished.add({ ...photo, photo: new Blob(['a']) }, output('centring'));
  expect(stagesOf(finished)).toEqual(['centring']);
  finished.add(photo, output('matting'));
  finished.add(photo, output('centring', 'other pack'));
  expect(stagesOf(finished)).toEqual(['centring']);
});

test('the stages of a sample are those of its object, not of a photo', () => {
  const sample = { name: 's', camerasName: 'c', cameras: [], pictures: [], masks: [] };
  const finished = new FinishedStages();
  finished.add({ sample }, output('photo'));
  finished.add({ sample }, output('reconstruct'));
  expect(stagesOf(finished)).toEqual(['photo', 'reconstruct']);
  expect(finished.all).toMatchObject({ sample, packKey: 'pack' });
  finished.add({ sample: { ...sample } }, output('render'));
  expect(stagesOf(finished)).toEqual(['render']);
  finished.add(photo, output('matting'));
  expect(stagesOf(finished)).toEqual(['matting']);
});
