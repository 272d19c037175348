import type { DeviceTensor, NetworkRunner } from '../runner.ts';

/** Milliseconds between two copies. The loss of a GPU costs at most the steps of this time. */
const SAVE_MS = 5000;

/** A copy of the latents on the CPU, from which an interrupted denoising goes on. */
export class SavedLatents {
  /** Number of steps that are done. */
  steps = 0;
  /** The latents after these steps. Undefined before the first copy. */
  values: Float32Array<ArrayBuffer> | undefined;
  /** Number of copies that were made. Each of them reads from the GPU. */
  copies = 0;
  #savedAtMs = performance.now();

  /** Copies latents that are on a GPU, unless the last copy is recent. */
  async save(steps: number, latents: DeviceTensor, runner: NetworkRunner): Promise<void> {
    if (performance.now() - this.#savedAtMs < SAVE_MS) return;
    if ((await runner.backend()) !== 'webgpu') return;
    const [{ data }] = await runner.read([latents]);
    this.values = data;
    this.steps = steps;
    this.copies += 1;
    this.#savedAtMs = performance.now();
  }
}
