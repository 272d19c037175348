/**
 * Runs networks of models/parity on WebGPU and compares their outputs with the recordings. Runs the six networks of
 * SELECTED, or with `?all` every network. Vite's development server serves this page. `recordings.spec.ts` reads
 * `window.recordings`.
 */
import { chooseBackend, probeAdapter } from '../../src/inference/backend.ts';
import { loadOrt } from '../../src/inference/ort.ts';
import { SessionPool } from '../../src/inference/session-pool.ts';
import { recordedNetworks } from '../../src/test/recorded-networks.ts';
import { recordedError } from '../../src/test/recorded-output.ts';

declare global {
  interface Window {
    /** Largest difference from the recording, as a fraction of the output's range, by name of the network. */
    recordings: Promise<Record<string, number>>;
  }
}

/** Names of the networks that run without `?all`. On SwiftShader all networks would take minutes. */
const SELECTED = [
  'pose',
  'UNet of the demo pack',
  'GS-LRM',
  'CLIP, gelu',
  'CLIP, quick_gelu',
  'LGM',
];

const isSelected = ({ name }: { name: string }) =>
  new URLSearchParams(location.search).has('all') || SELECTED.includes(name);

const bytesOf = async (name: string) => {
  const response = await fetch(`/models/parity/${name}.safetensors`);
  return new Uint8Array(await response.arrayBuffer());
};

async function compare(): Promise<Record<string, number>> {
  const choice = chooseBackend('webgpu', await probeAdapter(), 1);
  const sessions = new SessionPool(() => loadOrt(choice));
  const errors: Record<string, number> = {};
  const networks = (await recordedNetworks(bytesOf)).filter(isSelected);
  for (const { name, graph, files, feeds, expected } of networks) {
    document.title = name;
    const model = { graph: graph('f32'), files: new Map(Object.entries(files)) };
    const network = { key: name, model: () => Promise.resolve(model) };
    const outputs = await sessions.run(network, feeds, Object.keys(expected));
    const all = Object.keys(expected).map((key) => recordedError(outputs[key].data, expected[key]));
    errors[name] = Math.max(...all);
  }
  return errors;
}

window.recordings = compare();
