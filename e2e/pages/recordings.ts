/**
 * Runs networks of models/parity on WebGPU and compares their outputs with the recordings: one network of each family,
 * or all of them with `?all`. Vite's development server serves this page. `recordings.spec.ts` reads
 * `window.recordings`.
 */
import { chooseBackend, probeAdapter } from '../../src/inference/backend.ts';
import { loadOrt } from '../../src/inference/ort.ts';
import { SessionHost } from '../../src/inference/session-host.ts';
import { relativeError } from '../../src/core/relative-error.ts';
import { recordedNetworks } from '../../src/test/recorded-networks.ts';

declare global {
  interface Window {
    /** Largest difference of an output as a fraction of its range, by network. */
    recordings: Promise<Record<string, number>>;
  }
}

/** All of them would take minutes on SwiftShader. */
const ONE_OF_EACH = [
  'pose',
  'UNet of the demo pack',
  'GS-LRM',
  'CLIP, gelu',
  'CLIP, quick_gelu',
  'LGM',
];

const isSelected = ({ name }: { name: string }) =>
  new URLSearchParams(location.search).has('all') || ONE_OF_EACH.includes(name);

const bytesOf = async (name: string) => {
  const response = await fetch(`/models/parity/${name}.safetensors`);
  return new Uint8Array(await response.arrayBuffer());
};

async function compare(): Promise<Record<string, number>> {
  const choice = chooseBackend('webgpu', await probeAdapter(), 1);
  const host = new SessionHost(() => loadOrt(choice));
  const errors: Record<string, number> = {};
  const networks = (await recordedNetworks(bytesOf)).filter(isSelected);
  for (const { name, graph, files, feeds, expected } of networks) {
    document.title = name;
    const model = { graph: graph('f32'), files: new Map(Object.entries(files)) };
    const network = { key: name, model: () => Promise.resolve(model) };
    const outputs = await host.run(network, feeds, Object.keys(expected));
    const all = Object.keys(expected).map((key) => relativeError(outputs[key].data, expected[key]));
    errors[name] = Math.max(...all);
  }
  return errors;
}

window.recordings = compare();
