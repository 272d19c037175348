import { availableParallelism } from 'node:os';
import { CpuRasterizer } from '../../src/core/rasterize/rasterize.ts';
import { GpuContext } from '../../src/gpu/device.ts';
import { GpuRasterizer } from '../../src/gpu/gpu-rasterizer.ts';
import { describe, isSoftware, type BackendInUse } from '../../src/inference/backend.ts';
import { SessionPool } from '../../src/inference/session-pool.ts';
import type { Finding } from '../../src/inference/webgpu/finding.ts';
import type { Runtime } from '../../src/pipeline/context.ts';
import { LazyRasterizer } from '../../src/pipeline/lazy-rasterizer.ts';
import { sharpCodec } from './codec.ts';
import { findVideo } from './ffmpeg.ts';
import { openGpu } from './gpu.ts';
import { checkWebGpu, hasWebGpu, loadOrtNode } from './ort.ts';

/** The value of `--backend`. */
export type NodeBackend = 'cpu' | 'webgpu';

/** The things that the pipeline needs from this machine. */
interface NodeMachine {
  runtime: Runtime;
  /** Releases the GPU. Without this call, the process would not end. */
  dispose: () => void;
}

type Warn = (line: string) => void;

interface ChosenBackend {
  choice: BackendInUse;
  /** The rasterizer's GPU device. onnxruntime uses another device. */
  context?: GpuContext;
}

/** Chooses the requested backend if this machine has it. Otherwise chooses another backend and calls `warn`. */
async function chooseBackend(requested: NodeBackend, warn: Warn): Promise<ChosenBackend> {
  const threads = availableParallelism();
  const cpu = { backend: 'cpu', adapter: '', threads, rasterizer: 'cpu' } as const;
  if (requested === 'cpu') return { choice: { ...cpu, reason: 'default' } };
  const found = await openGpu();
  if (!found) {
    warn('No GPU driver (Vulkan, Metal or Direct3D 12) was found: the CPU computes and draws.');
    return { choice: { ...cpu, reason: 'no-adapter' } };
  }
  const facts = found.adapter.info;
  const adapter = describe(facts);
  const context = await GpuContext.request(found.gpu);
  const choice = { ...cpu, adapter, rasterizer: 'webgpu' } as const;
  if (isSoftware(facts)) {
    warn(`${adapter} is a software GPU. It draws, but the CPU computes.`);
    return { choice: { ...choice, reason: 'software-adapter' }, context };
  }
  if (!(await hasWebGpu())) {
    warn('onnxruntime-node has no WebGPU on this platform. The GPU draws, but the CPU computes.');
    return { choice: { ...choice, reason: 'no-webgpu' }, context };
  }
  const checked = backendAfterCheck({ ...choice, reason: 'forced' }, await checkWebGpu());
  if (checked.warning) warn(checked.warning);
  return { choice: checked.choice, context };
}

/** The backend after a self-check of the GPU. If the GPU passed, it computes. Else the CPU computes, with a warning. */
export function backendAfterCheck(
  choice: BackendInUse,
  finding: Finding,
): { choice: BackendInUse; warning?: string } {
  const check = (features: 'own' | null) => ({
    features,
    findings: { own: finding },
    remembered: false,
  });
  if (finding.right) return { choice: { ...choice, backend: 'webgpu', check: check('own') } };
  const { what, error, failed } = finding;
  const problem = failed
    ? `could not run onnxruntime-node's self-check (${what})`
    : `computes wrong numbers in onnxruntime-node (${what}: error ${(100 * error).toPrecision(2)} % of the range)`;
  return {
    choice: { ...choice, backend: 'cpu', reason: 'wrong-adapter', check: check(null) },
    warning: `${choice.adapter} ${problem}. It draws, but the CPU computes.`,
  };
}

/** Opens the session pool, the rasterizer and the video encoder in Node. Calls `warn` for everything that is missing. */
export async function nodeMachine(requested: NodeBackend, warn: Warn): Promise<NodeMachine> {
  const { choice, context } = await chooseBackend(requested, warn);
  const openVideo = await findVideo();
  if (!openVideo)
    warn('No ffmpeg with an H.264 encoder is on the PATH: there will be no turntable.mp4.');
  const sessions = new SessionPool(() => loadOrtNode(choice));
  const rasterizer = new LazyRasterizer(async () =>
    context ? GpuRasterizer.create(context) : new CpuRasterizer(),
  );
  return {
    runtime: {
      sessions,
      codec: sharpCodec,
      rasterizer: (cloud) => rasterizer.with(cloud),
      openVideo,
    },
    dispose: () => context?.dispose(),
  };
}
