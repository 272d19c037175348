import { openPackAt } from '../../cli/packs.ts';
import { nodeMachine, type BackendWish } from '../../cli/runtime/machine.ts';
import type { GaussianCloud } from '../../src/core/gaussians/gaussian-cloud.ts';
import { planMemory } from '../../src/pipeline/memory-plan.ts';
import { turntable } from '../../src/pipeline/stages/turntable.ts';

export interface FilmRequest {
  cloud: GaussianCloud;
  backend: BackendWish;
  /** The checkout, whose demo pack says how the camera goes. */
  root: string;
  frames: number;
  onFrame: (done: number) => void;
}

/** The pipeline's own turntable stage with ffmpeg behind it. Resolves with seconds and the film's bytes. */
export async function film({ cloud, backend, root, frames, onFrame }: FilmRequest) {
  const demo = await openPackAt(undefined, root);
  const { manifest } = demo;
  const pack = { ...demo, manifest: { ...manifest, turntable: { ...manifest.turntable, frames } } };
  const { runtime, dispose } = await nodeMachine(backend, () => undefined);
  const memory = await planMemory(pack, await runtime.host.limits(), { guided: false });
  const { signal } = new AbortController();
  const progress = (fraction: number) => onFrame(Math.round(fraction * frames));
  const context = { pack, runtime, memory, signal, progress, stageMs: {} };
  const start = performance.now();
  const { file } = await turntable(cloud, {}, context);
  const seconds = (performance.now() - start) / 1000;
  dispose();
  return { seconds, bytes: file.size };
}
