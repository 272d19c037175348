import { orbitCamera } from '../../core/camera/orbit.ts';
import { expect, it } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { PlayerClient, SplatFile } from '../../worker/player/protocol.ts';
import { createPlayer } from './store.ts';

const files = (count: number): SplatFile[] =>
  Array.from({ length: count }, (_, i) => ({ name: `frame${i}.ply`, blob: new Blob() }));
const view = orbitCamera(0, 0, 2, 50, 8);

function setup(client: Partial<PlayerClient> = {}) {
  let [nowMs, tick]: [number, (() => void) | undefined] = [0, undefined];
  const calls: unknown[][] = [];
  const player = createPlayer(
    {
      open: async (list, rasterizer) => {
        calls.push(['open', list.length, rasterizer]);
        return { gaussians: 1, rasterizer };
      },
      render: async (frame, up) => {
        calls.push(['render', frame, up]);
        return null as unknown as ImageBitmap;
      },
      close: () => void calls.push(['close']),
      ...client,
    },
    () => 'cpu',
    { nowMs: () => nowMs, onFrame: (next) => (tick = next) },
  );
  const after = (ms: number) => {
    nowMs += ms;
    const due = tick;
    tick = undefined;
    due?.();
  };
  return { player, state: () => player.store.getState(), after, calls };
}

it('plays several splats in real time and begins again', async () => {
  const { player, state, after, calls } = setup();
  await player.actions.open(files(10));
  expect(calls).toEqual([['open', 10, 'cpu']]);
  expect(state()).toMatchObject({ ready: true, playing: true, frame: 0 });
  player.actions.setFps(10);
  after(120);
  expect(state().frame).toBe(1);
  after(1000);
  expect(state().frame).toBe(1);
  player.actions.setFps(20);
  after(100);
  expect(state().frame).toBe(3);
  player.actions.setPlaying(false);
  after(5000);
  expect(state().frame).toBe(3);
  player.actions.setPlaying(true);
  after(50);
  expect(state().frame).toBe(4);
  player.actions.seek(8);
  after(500);
  expect(state()).toMatchObject({ frame: 8, playing: false });
  player.actions.setUp('-Y');
  await player.render(view);
  expect(calls.at(-1)).toEqual(['render', 8, '-Y']);
});

it('shows one splat without playing, and frees everything at the end', async () => {
  const { player, state, calls } = setup();
  await player.actions.open(files(1));
  expect(state()).toMatchObject({ ready: true, playing: false });
  player.actions.close();
  expect(state().files).toBeNull();
  expect(calls.at(-1)).toEqual(['close']);
});

it('stops and says it if a frame cannot be drawn', async () => {
  const error = new AppError('ply-invalid', { message: 'broken' });
  const { player, state } = setup({ render: () => Promise.reject(error) });
  await player.actions.open(files(3));
  await expect(player.render(view)).rejects.toBe(error);
  expect(state()).toMatchObject({ playing: false, error: { code: 'ply-invalid' } });
  player.actions.dismiss();
  expect(state().error).toBeNull();
});

it('says why splats cannot be opened, and stays silent if others came meanwhile', async () => {
  const refusals: ((reason: unknown) => void)[] = [];
  const open = () => new Promise<never>((_, reject) => refusals.push(reject));
  const { player, state } = setup({ open });
  const first = player.actions.open(files(2));
  const second = player.actions.open(files(3));
  refusals[0](new AppError('ply-invalid', { message: 'old' }));
  await first;
  expect(state().error).toBeNull();
  refusals[1](new AppError('ply-invalid', { message: 'new' }));
  await second;
  expect(state()).toMatchObject({ ready: false, error: { message: 'new' } });
});
