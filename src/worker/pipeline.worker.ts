import { expose, transfer } from 'comlink';
import { orbitCamera } from '../core/camera/orbit.ts';
import { AppError } from '../core/errors.ts';
import { readPly } from '../core/ply/index.ts';
import { frameToRgba } from '../core/rasterize/frame.ts';
import {
  chooseBackend,
  probeAdapter,
  wasmThreads,
  type BackendPreference,
} from '../inference/backend.ts';
import type { StageContext } from '../pipeline/context.ts';
import type { RunSettings, StageEvent } from '../pipeline/events.ts';
import type { LazyRasterizer } from '../pipeline/lazy-rasterizer.ts';
import { planMemory } from '../pipeline/memory-plan.ts';
import { Runner } from '../pipeline/runner.ts';
import { samePhoto } from '../pipeline/same-photo.ts';
import { warmUp } from '../pipeline/warm-up.ts';
import { table, type Given, type Outputs } from '../pipeline/table.ts';
import type { GaussianCloud } from '../pipeline/types.ts';
import { carryErrors } from './error-transfer.ts';
import { browserRuntime, lazyRasterizer, type BrowserRuntime } from './machine.ts';
import { PackLibrary } from './packs.ts';
import { singlePrecisionNotice } from './single-precision.ts';
import { paced } from './paced.ts';
import type {
  OpenResult,
  OrbitView,
  PackSummary,
  PipelineApi,
  PipelineEvent,
  RunSummary,
} from './protocol.ts';

/** The worker's state after `open`. */
interface Open {
  runtime: BrowserRuntime;
  packs: PackLibrary;
  /** The rasterizer for `renderOrbit`. It is separate, so that a run can draw another cloud at the same time. */
  orbit: LazyRasterizer;
}

/** Field of view of `renderOrbit` in degrees. */
const ORBIT_FOV_DEG = 50;

class Pipeline implements PipelineApi {
  readonly #runner = new Runner<Given, Outputs, RunSettings, StageContext, StageEvent>(table);
  #open: Open | undefined;
  #controller: AbortController | undefined;
  #source: Given['source'] | undefined;
  #orbitCloud: GaussianCloud | undefined;

  async open(preference: BackendPreference, baseUrl: string): Promise<OpenResult> {
    // `wasm` needs no adapter, so the adapter is not requested.
    const probe = preference === 'wasm' ? 'no-adapter' : await probeAdapter();
    const choice = chooseBackend(preference, probe, wasmThreads());
    const runtime = browserRuntime(choice);
    const packs = new PackLibrary(baseUrl);
    const orbit = lazyRasterizer(choice, runtime.sessions);
    this.#open = { runtime, packs, orbit };
    return { choice, packs: await packs.list() };
  }

  listPacks(): Promise<PackSummary[]> {
    return this.#opened().packs.list();
  }

  async run(
    { photo, fileName, packId, settings: requested }: Parameters<PipelineApi['run']>[0],
    onEvent: (event: PipelineEvent) => unknown,
  ): Promise<RunSummary> {
    const { runtime, packs } = this.#opened();
    if (this.#controller) throw new AppError('internal', { message: 'A run is in progress.' });
    const controller = (this.#controller = new AbortController());
    const { signal } = controller;
    // The page's answers to the events of this run. The run ends only when the page has received all events.
    const received: Promise<unknown>[] = [];
    const emit = paced((event) => void received.push(Promise.resolve(onEvent(event))));
    const start = performance.now();
    try {
      emit({ type: 'backend', choice: runtime.choice() });
      // While the weights are fetched, onnxruntime is loaded, and the rasterizer's shaders are compiled. If this
      // fails, the render stage meets the same error.
      runtime.prepare().catch(() => undefined);
      const [pack, limits] = await Promise.all([
        packs.get(packId, emit, signal),
        runtime.sessions.limits(),
      ]);
      // The self-check may have refused the GPU in the meantime.
      emit({ type: 'backend', choice: runtime.choice() });
      const settings: RunSettings = { ...pack.manifest.defaults, ...requested };
      const memory = await planMemory(pack, limits, {
        guided: settings.guidance !== 1,
        split: settings.splitGuidance,
        viewCount: settings.viewCount,
        viewSize: settings.viewSize,
      });
      const lacking = singlePrecisionNotice(runtime.choice(), memory);
      if (lacking) emit({ type: 'notice', notice: lacking });
      void warmUp({ pack, runtime, signal, memory }, settings);
      this.#source = await samePhoto(this.#source, { file: photo, fileName });
      const { outputs, stageMs } = await this.#runner.run({
        given: { source: this.#source },
        basis: [pack],
        settings,
        signal,
        context: (scope) => ({ pack, runtime, memory, signal, ...scope }),
        onEvent: emit,
      });
      return {
        stageMs,
        totalMs: performance.now() - start,
        gaussians: outputs.reconstruct.count,
        video: outputs.turntable.name,
      };
    } catch (error) {
      // Ends all work that was started in parallel.
      controller.abort(error);
      throw error;
    } finally {
      this.#controller = undefined;
      await runtime.rest();
      await Promise.allSettled(received);
    }
  }

  cancel(): void {
    this.#controller?.abort();
  }

  async loadOrbit(ply: Blob): Promise<void> {
    this.#orbitCloud = readPly(new Uint8Array(await ply.arrayBuffer()));
  }

  async renderOrbit(view: OrbitView): Promise<ImageBitmap> {
    const { orbit } = this.#opened();
    const cloud = this.#orbitCloud;
    if (!cloud) throw new AppError('internal', { message: 'No splat has been loaded.' });
    const { azimuthDeg, elevationDeg, radius, size } = view;
    const camera = orbitCamera(azimuthDeg, elevationDeg, radius, ORBIT_FOV_DEG, size);
    const drawn = await (await orbit.with(cloud)).render(camera, { background: 'transparent' });
    const { data, width, height } = frameToRgba(drawn);
    const bitmap = await createImageBitmap(new ImageData(data, width, height));
    return transfer(bitmap, [bitmap]);
  }

  #opened(): Open {
    if (!this.#open) throw new AppError('internal', { message: 'The pipeline is not open.' });
    return this.#open;
  }
}

carryErrors();
expose(new Pipeline());
