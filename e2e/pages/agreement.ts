/**
 * Runs one denoising step and one GS-LRM pass of the demo pack on three devices with the same inputs: WASM, the WebGPU
 * device that the app uses, and a WebGPU device without the self-check.
 * Vite's development server serves this page. `agreement.spec.ts` reads `window.agreement`.
 */
import { chooseBackend, probeAdapter, requestAdapter } from '../../src/inference/backend.ts';
import { engineOn, loadBuild, loadOrt, type WebEngine } from '../../src/inference/ort.ts';
import { SessionPool } from '../../src/inference/session-pool.ts';
import type { DeviceCheck } from '../../src/inference/webgpu/finding.ts';
import { requestDevice } from '../../src/inference/webgpu/device.ts';
import { relativeError } from '../../src/core/relative-error.ts';
import { openPack } from '../../src/packs/load.ts';
import { runnerOf } from '../../src/pipeline/networks.ts';
import { demoNetworks } from '../../src/test/demo-networks.ts';

export interface Agreement {
  /** Largest difference from WASM, as a fraction of the output's range, on the WebGPU device that the app uses. */
  checked: Errors;
  /** The same difference on a WebGPU device without the self-check. */
  unchecked: Errors;
  /** The self-check's result. */
  check: DeviceCheck | undefined;
  /** The self-check's result for a second engine. It is the stored result of the first engine. */
  again: DeviceCheck | undefined;
}

/** Relative errors of a denoising step and of a GS-LRM pass. */
type Errors = Record<'step' | 'gaussians', number>;

declare global {
  interface Window {
    agreement: Promise<Agreement>;
  }
}

const ENGINES = {
  wasm: () => loadOrt(chooseBackend('wasm', 'no-adapter', 1)),
  checked: async () => loadOrt(await onGpu()),
  again: async () => loadOrt(await onGpu()),
  /** A device with subgroups, and without the self-check. */
  async unchecked() {
    const adapter = await requestAdapter();
    if (!adapter) throw new Error('There is no WebGPU adapter.');
    const device = await requestDevice(adapter, 'subgroups');
    return engineOn(await loadBuild('jspi', 1), await onGpu(), device);
  },
} satisfies Record<string, () => Promise<WebEngine>>;

const onGpu = async () => chooseBackend('webgpu', await probeAdapter(), 1);

async function compare(): Promise<Agreement> {
  const pack = await openPack('/models/mouse-demo/');
  const networks = await demoNetworks(pack);
  const outputs = async (name: keyof typeof ENGINES) => {
    const engine = await ENGINES[name]();
    const sessions = new SessionPool(() => Promise.resolve(engine));
    const results: Float32Array[] = [];
    const { signal } = new AbortController();
    const runner = runnerOf({ pack, runtime: { sessions }, signal });
    for (const { name: title, files, build, feeds, output } of networks) {
      document.title = `${name}: ${title}`;
      const network = runner.network(files, {
        name: 'multi-view model',
        variant: 'agreement',
        build,
      });
      results.push((await sessions.run(network, feeds, [output]))[output].data);
    }
    return { results, check: engine.choice.check };
  };
  const expected = await outputs('wasm');
  const errors = ({ results }: typeof expected): Errors => {
    const [step, gaussians] = results.map((data, i) => relativeError(data, expected.results[i]));
    return { step, gaussians };
  };
  const checked = await outputs('checked');
  const unchecked = await outputs('unchecked');
  const again = await ENGINES.again();
  return {
    checked: errors(checked),
    unchecked: errors(unchecked),
    check: checked.check,
    again: again.choice.check,
  };
}

window.agreement = compare();
