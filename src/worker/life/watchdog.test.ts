import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Watchdog } from './watchdog.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('ends a worker that makes no progress for longer than its patience', () => {
  const end = vi.fn();
  const watchdog = new Watchdog(end);
  vi.advanceTimersByTime(1e9);
  expect(end).not.toHaveBeenCalled();
  watchdog.patienceMs = 1000;
  vi.advanceTimersByTime(900);
  watchdog.reset();
  vi.advanceTimersByTime(900);
  expect(end).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);
  expect(end).toHaveBeenCalledOnce();
  expect(end.mock.calls[0][0]).toMatchObject({ code: 'worker-stuck' });
});

test('has no limit for a network that may need longer than a timer can wait', () => {
  const end = vi.fn();
  new Watchdog(end).patienceMs = 1e12;
  vi.advanceTimersByTime(1e11);
  expect(end).not.toHaveBeenCalled();
});

test('ends nothing after the run', () => {
  const end = vi.fn();
  const watchdog = new Watchdog(end);
  watchdog.patienceMs = 1000;
  watchdog.stop();
  vi.advanceTimersByTime(1e6);
  expect(end).not.toHaveBeenCalled();
});
