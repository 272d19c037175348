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
import { table, type Given, type Outputs } from '../pipeline/table.ts';
import type { GaussianCloud } from '../pipeline/types.ts';
import { carryErrors } from './error-transfer.ts';
import { browserRuntime, lazyRasterizer, type BrowserRuntime } from './machine.ts';
import { PackLibrary } from './packs.ts';
import { paced } from './paced.ts';
import type {
  OpenResult,
  OrbitView,
  PackSummary,
  PipelineApi,
  PipelineEvent,
  RunSummary,
} from './protocol.ts';

/** The worker's state, from `open` on. */
interface Open {
  runtime: BrowserRuntime;
  packs: PackLibrary;
  /** For `renderOrbit`: a rasterizer of its own, so that a run can draw another cloud meanwhile. */
  orbit: LazyRasterizer;
}

/** Field of view of `renderOrbit`. */
const ORBIT_FOV_DEG = 50;

class Pipeline implements PipelineApi {
  readonly #runner = new Runner<Given, Outputs, RunSettings, StageContext, StageEvent>(table);
  #open: Open | undefined;
  #controller: AbortController | undefined;
  #source: Given['source'] | undefined;
  #shown: GaussianCloud | undefined;

  async open(wish: BackendPreference, baseUrl: string): Promise<OpenResult> {
    // What was not asked for is not woken up: no adapter request on `wasm`.
    const probe = wish === 'wasm' ? 'no-adapter' : await probeAdapter();
    const choice = chooseBackend(wish, probe, wasmThreads());
    const runtime = browserRuntime(choice);
    const packs = new PackLibrary(baseUrl);
    const orbit = lazyRasterizer(choice, runtime.host);
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
    // The page's answers to events: a run ends only when all of its events have arrived.
    const told: Promise<unknown>[] = [];
    const tell = paced((event) => void told.push(Promise.resolve(onEvent(event))));
    const start = performance.now();
    try {
      tell({ type: 'backend', choice: runtime.choice() });
      // onnxruntime starts while the weights come.
      const [pack, limits] = await Promise.all([
        packs.get(packId, tell, signal),
        runtime.host.limits(),
      ]);
      // The GPU may have been found to compute wrong.
      tell({ type: 'backend', choice: runtime.choice() });
      const settings: RunSettings = { ...pack.manifest.defaults, ...requested };
      const memory = await planMemory(pack, limits, {
        guided: settings.guidance !== 1,
        split: settings.splitGuidance,
        viewCount: settings.viewCount,
        viewSize: settings.viewSize,
      });
      this.#source = await samePhoto(this.#source, { file: photo, fileName });
      const { outputs, stageMs } = await this.#runner.run({
        given: { source: this.#source },
        basis: [pack],
        settings,
        signal,
        context: (scope) => ({ pack, runtime, memory, signal, ...scope }),
        onEvent: tell,
      });
      return {
        stageMs,
        totalMs: performance.now() - start,
        gaussians: outputs.reconstruct.count,
        video: outputs.turntable.name,
      };
    } catch (error) {
      // What was begun beside it ends with it.
      controller.abort(error);
      throw error;
    } finally {
      this.#controller = undefined;
      await runtime.rest();
      await Promise.allSettled(told);
    }
  }

  cancel(): void {
    this.#controller?.abort();
  }

  async loadOrbit(ply: Blob): Promise<void> {
    this.#shown = readPly(new Uint8Array(await ply.arrayBuffer()));
  }

  async renderOrbit(view: OrbitView): Promise<ImageBitmap> {
    const { orbit } = this.#opened();
    const cloud = this.#shown;
    if (!cloud) throw new AppError('internal', { message: 'There is nothing to draw yet.' });
    const { azimuthDeg, elevationDeg, radius, size } = view;
    const camera = orbitCamera(azimuthDeg, elevationDeg, radius, ORBIT_FOV_DEG, size);
    const frame = await (await orbit.with(cloud)).render(camera, { background: 'transparent' });
    const { data, width, height } = frameToRgba(frame);
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
