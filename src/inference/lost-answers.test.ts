import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answered } from './lost-answers.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A device that has finished all its work at `idleAtMs`. */
const device = (idleAtMs: number) => {
  const idle = new Promise<undefined>((resolve) => setTimeout(resolve, idleAtMs, undefined));
  return { queue: { onSubmittedWorkDone: () => idle } } as unknown as GPUDevice;
};
const never = new Promise<string>(() => undefined);

test('a GPU without work that gives no answer is noticed after a minute', async () => {
  const failed = expect(answered(device(0), never, 'unet')).rejects.toMatchObject({
    code: 'worker-stuck',
    message: 'unet: the GPU gave no answer.',
  });
  await vi.advanceTimersByTimeAsync(61_000);
  await failed;
});

test('a GPU that works for an hour is waited for', async () => {
  const hour = 3600_000;
  const late = new Promise<string>((resolve) => setTimeout(resolve, hour + 1, 'done'));
  const answer = answered(device(hour), late, 'unet');
  await vi.advanceTimersByTimeAsync(hour + 10);
  expect(await answer).toBe('done');
});

test('an error of the operation is passed on, and nothing is asked afterwards', async () => {
  await expect(answered(device(0), Promise.reject(new Error('lost')), 'x')).rejects.toThrow('lost');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(vi.getTimerCount()).toBe(0);
});
