import { availableParallelism } from 'node:os';
import { CpuRasterizer } from '../../src/core/rasterize/rasterize.ts';
import { GpuContext } from '../../src/gpu/device.ts';
import { GpuRasterizer } from '../../src/gpu/gpu-rasterizer.ts';
import { describe, isSoftware, type Computing } from '../../src/inference/backend.ts';
import { SessionHost } from '../../src/inference/session-host.ts';
import type { Finding } from '../../src/inference/webgpu/finding.ts';
import type { Runtime } from '../../src/pipeline/context.ts';
import { LazyRasterizer } from '../../src/pipeline/lazy-rasterizer.ts';
import { sharpCodec } from './codec.ts';
import { findVideo } from './ffmpeg.ts';
import { openGpu } from './gpu.ts';
import { checkWebGpu, hasWebGpu, loadOrtNode } from './ort.ts';

/** The value of `--backend`. */
export type NodeBackend = 'cpu' | 'webgpu';

/** What the pipeline needs from this machine. */
interface NodeMachine {
  runtime: Runtime;
  /** Releases the GPU. Without it the process would not end. */
  dispose: () => void;
}

type Warn = (line: string) => void;

interface ChosenBackend {
  choice: Computing;
  /** The rasterizer's GPU device. onnxruntime has a device of its own. */
  context?: GpuContext;
}

/** The requested backend, if this machine has it. Otherwise another one, with a warning. */
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

/** Where to compute after a self-check of the GPU: on the GPU if it passed, else on the CPU, with a warning. */
export function backendAfterCheck(
  choice: Computing,
  finding: Finding,
): { choice: Computing; warning?: string } {
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

/** Opens what the pipeline needs in Node. Calls `warn` for everything that is missing on this machine. */
export async function nodeMachine(requested: NodeBackend, warn: Warn): Promise<NodeMachine> {
  const { choice, context } = await chooseBackend(requested, warn);
  const openVideo = await findVideo();
  if (!openVideo)
    warn('No ffmpeg with an H.264 encoder is on the PATH: there will be no turntable.mp4.');
  const host = new SessionHost(() => loadOrtNode(choice));
  const rasterizer = new LazyRasterizer(async () =>
    context ? GpuRasterizer.create(context) : new CpuRasterizer(),
  );
  return {
    runtime: {
      host,
      codec: sharpCodec,
      rasterizer: (cloud) => rasterizer.with(cloud),
      openVideo,
    },
    dispose: () => context?.dispose(),
  };
}
