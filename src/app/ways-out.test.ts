import { expect, test } from 'vitest';
import { AppError, type ErrorCode } from '../core/errors.ts';
import { initialState } from './initial-state.ts';
import { type AppState } from './state.ts';
import { parseUrl } from './url.ts';
import { canRunAgain, waysOut } from './ways-out.ts';

const failed = (code: ErrorCode, changes: Partial<AppState> = {}): AppState => ({
  ...initialState(parseUrl('')),
  error: new AppError(code, { message: '' }),
  current: { photo: { blob: new Blob(), fileName: 'a.png' }, artifacts: {} },
  ...changes,
});
const choice = (backend: 'webgpu' | 'wasm') =>
  ({ backend, reason: 'forced', adapter: '', threads: 1, rasterizer: 'cpu' }) as const;

test('the CPU is offered only if the GPU computed', () => {
  expect(waysOut(failed('device-lost', { choice: choice('webgpu') }))).toEqual([
    'run-again',
    'use-cpu',
  ]);
  expect(waysOut(failed('device-lost', { choice: choice('wasm') }))).toEqual(['run-again']);
});

test('less memory is offered only if there is something to save', () => {
  const guided = failed('out-of-memory');
  expect(waysOut(guided)).toEqual(['less-memory']);
  const settings = { ...guided.settings, splitGuidance: true };
  expect(waysOut({ ...guided, settings })).toEqual([]);
  const files = { name: 's', camerasName: 'c', cameras: [], pictures: [], masks: [] };
  const photo = { blob: new Blob(), fileName: 's', sample: files };
  expect(waysOut({ ...guided, current: { photo, artifacts: {} } })).toEqual([]);
});

test('nothing can be run again without a photo, and a photo that cannot be read has no way out', () => {
  expect(waysOut(failed('network', { current: null }))).toEqual([]);
  expect(waysOut(failed('photo-undecodable'))).toEqual([]);
});

test('a run is not repeated with a file that nothing can read, but an earlier result can be', () => {
  const broken = failed('photo-undecodable');
  const { current } = broken;
  expect(canRunAgain(broken, current)).toBe(false);
  expect(canRunAgain(failed('network'), current)).toBe(true);
  expect(canRunAgain(broken, null)).toBe(false);
  const splat = { ply: new Blob(), count: 1 };
  expect(canRunAgain(broken, current && { ...current, splat })).toBe(true);
});
