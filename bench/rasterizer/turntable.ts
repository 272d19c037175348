import { openPackAt } from '../../cli/packs.ts';
import { nodeMachine, type NodeBackend } from '../../cli/runtime/machine.ts';
import type { GaussianCloud } from '../../src/core/gaussians/gaussian-cloud.ts';
import { planMemory } from '../../src/pipeline/memory-plan.ts';
import { turntable } from '../../src/pipeline/stages/turntable.ts';

interface TurntableRequest {
  cloud: GaussianCloud;
  backend: NodeBackend;
  /** Folder of the repository. The camera moves as the demo pack in this folder specifies. */
  root: string;
  frames: number;
  onFrame: (done: number) => void;
}

/** Runs the pipeline's turntable stage with ffmpeg. Resolves with the seconds of the stage and the bytes of the video. */
export async function makeTurntable({ cloud, backend, root, frames, onFrame }: TurntableRequest) {
  const demo = await openPackAt(undefined, root);
  const { manifest } = demo;
  const pack = { ...demo, manifest: { ...manifest, turntable: { ...manifest.turntable, frames } } };
  const { runtime, dispose } = await nodeMachine(backend, () => undefined);
  const memory = await planMemory(pack, await runtime.sessions.limits(), { guided: false });
  const { signal } = new AbortController();
  const progress = (fraction: number) => onFrame(Math.round(fraction * frames));
  const context = { pack, runtime, memory, signal, progress, stageMs: {}, partial: {}, shown: [] };
  const start = performance.now();
  const { file } = await turntable(cloud, {}, context);
  const seconds = (performance.now() - start) / 1000;
  dispose();
  return { seconds, bytes: file.size };
}
