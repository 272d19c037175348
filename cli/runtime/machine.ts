import { availableParallelism } from 'node:os';
import { CpuRasterizer } from '../../src/core/rasterize/rasterize.ts';
import type { Rasterizer } from '../../src/core/rasterize/types.ts';
import { GpuContext } from '../../src/gpu/device.ts';
import { GpuRasterizer } from '../../src/gpu/gpu-rasterizer.ts';
import { describe, isSoftware, type BackendInUse } from '../../src/inference/backend.ts';
import type { Engine } from '../../src/inference/engine.ts';
import { SessionPool } from '../../src/inference/session-pool.ts';
import type { DeviceCheck } from '../../src/inference/webgpu/finding.ts';
import type { Runtime } from '../../src/pipeline/context.ts';
import { LazyRasterizer } from '../../src/pipeline/lazy-rasterizer.ts';
import { sharpCodec } from './codec.ts';
import { findVideo } from './ffmpeg.ts';
import { openGpu, type FoundGpu } from './gpu.ts';
import { checkGpu, cpuEngine, gpuEngine } from './ort.ts';

/**
 * The value of `--backend`. `webgpu-any` computes on every adapter that passes the self-check, `webgpu` only on
 * hardware.
 */
export type NodeBackend = 'cpu' | 'webgpu' | 'webgpu-any';

/** The things that the pipeline needs from this machine. */
interface NodeMachine {
  runtime: Runtime;
  /** Releases the GPU. Without this call, the process would not end. */
  dispose: () => void;
}

type Warn = (line: string) => void;

/** What computes and what draws. */
interface Computer {
  engine: () => Promise<Engine>;
  rasterizer: () => Promise<Rasterizer>;
  dispose?: () => void;
}

const onCpu = (choice: BackendInUse): Computer => ({
  engine: () => cpuEngine(choice),
  rasterizer: async () => new CpuRasterizer(),
});

/** Chooses the requested backend if this machine has it. Otherwise chooses another backend and calls `warn`. */
async function chooseComputer(requested: NodeBackend, warn: Warn): Promise<Computer> {
  const threads = availableParallelism();
  const cpu = { backend: 'cpu', adapter: '', threads, rasterizer: 'cpu' } as const;
  if (requested === 'cpu') return onCpu({ ...cpu, reason: 'default' });
  const found = await openGpu();
  if (!found) {
    warn('No GPU driver (Vulkan, Metal or Direct3D 12) was found: the CPU computes and draws.');
    return onCpu({ ...cpu, reason: 'no-adapter' });
  }
  const adapter = describe(found.adapter.info);
  if (requested === 'webgpu' && isSoftware(found.adapter.info)) {
    warn(
      `${adapter} is a software GPU. It draws, but the CPU computes. --backend webgpu-any computes on it, too.`,
    );
    const reason = 'software-adapter';
    return drawOnly(found, { ...cpu, adapter, rasterizer: 'webgpu', reason });
  }
  return checkedComputer(found, { ...cpu, adapter, reason: 'forced' }, warn);
}

/** The CPU computes, and the GPU draws. */
async function drawOnly({ gpu }: FoundGpu, choice: BackendInUse): Promise<Computer> {
  const context = await GpuContext.request(gpu);
  return {
    ...onCpu(choice),
    rasterizer: () => GpuRasterizer.create(context),
    dispose: () => context.dispose(),
  };
}

/** The GPU computes and draws, if it passes the self-check. Otherwise the CPU does both. */
async function checkedComputer(found: FoundGpu, cpu: BackendInUse, warn: Warn): Promise<Computer> {
  const { ort, check, device } = await checkGpu(found);
  if (!device) {
    warn(problemOf(cpu.adapter, check));
    return onCpu({ ...cpu, reason: 'wrong-adapter', check });
  }
  const half = device.features.has('shader-f16');
  const choice = { ...cpu, backend: 'webgpu', rasterizer: 'webgpu', half, check } as const;
  return {
    engine: () => gpuEngine(ort, device, choice),
    // Buffers cannot be shared between devices, so the rasterizer draws on onnxruntime's device.
    rasterizer: () => GpuRasterizer.create(GpuContext.adopt(device)),
    dispose: () => device.destroy(),
  };
}

/** The warning about an adapter that failed the self-check with every set of features. */
export function problemOf(adapter: string, { findings }: DeviceCheck): string {
  const tries = Object.values(findings);
  const wrong = tries.find(({ failed }) => !failed);
  const problem = wrong
    ? `computes wrong numbers (${wrong.what}: error ${(100 * wrong.error).toPrecision(2)} % of the range)`
    : `could not run the self-check (${tries.at(-1)?.what})`;
  return `${adapter} ${problem}: the CPU computes and draws.`;
}

/** Opens the session pool, the rasterizer and the video encoder in Node. Calls `warn` for everything that is missing. */
export async function nodeMachine(requested: NodeBackend, warn: Warn): Promise<NodeMachine> {
  const computer = await chooseComputer(requested, warn);
  const openVideo = await findVideo();
  if (!openVideo) warn('No ffmpeg with an H.264 encoder is on the PATH: there will be no video.');
  const rasterizer = new LazyRasterizer(computer.rasterizer);
  return {
    runtime: {
      sessions: new SessionPool(computer.engine),
      codec: sharpCodec,
      rasterizer: (cloud) => rasterizer.with(cloud),
      openVideo,
    },
    dispose: () => computer.dispose?.(),
  };
}
