/** Runs one piece of a part in Node, on Dawn. run.mjs bundles and starts this file. Prints one line of JSON per message. */
import { readFile } from 'node:fs/promises';
import { describe } from '../../src/inference/backend.ts';
import type { Engine, OrtModule } from '../../src/inference/engine.ts';
import { checkedDevice } from '../../src/inference/webgpu/checked-device.ts';
import { requestDevice } from '../../src/inference/webgpu/device.ts';
import { keepAlive } from '../../src/inference/keep-alive.ts';
import { adapterOf, engineInNode, imitateBrowser } from '../dawn.ts';
import { countGpuCalls } from './counters.ts';
import { compareRuns, type Files } from './parts/agreement.ts';
import { runPart } from './parts/run-part.ts';
import type { Host, PartOptions, Row } from './parts/types.ts';

interface NodeRequest extends PartOptions {
  part: string;
  piece: string;
  /** `agreement`: folders of the two runs. */
  folders?: Record<'webgpu' | 'wasm', string>;
}

const print = (message: object) => console.log(JSON.stringify(message));
const report = (row: Row) => print({ row });

async function openEngine(gpu: GPU, features: NonNullable<PartOptions['features']>) {
  const ort: OrtModule = await import('onnxruntime-web/webgpu');
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  if (features === 'checked') {
    const { check, device } = await checkedDevice(ort, () => adapterOf(gpu), 'node');
    print({ engine: { check, features: device ? [...device.features].sort() : [] } });
    if (!device) throw new Error(`the self-check refused the GPU: ${JSON.stringify(check)}`);
    return { ort, device };
  }
  const device = await requestDevice(await adapterOf(gpu), features);
  await keepAlive(ort, { name: 'webgpu', device });
  return { ort, device };
}

async function nodeHost(features: NonNullable<PartOptions['features']>): Promise<Host> {
  const gpu = imitateBrowser();
  countGpuCalls();
  let opened: ReturnType<typeof openEngine> | undefined;
  const engine = async (onGpu: boolean): Promise<Engine> => {
    const { ort, device } = await (opened ??= openEngine(gpu, features));
    return engineInNode(ort, onGpu ? device : undefined);
  };
  return {
    gpu,
    onGpu: () => engine(true),
    onCpu: () => engine(false),
    mouse: () => readFile('src/gpu/fixtures/demo-mouse.ply'),
  };
}

async function filesIn(folder: string): Promise<Files> {
  const names = ['multiview.png', 'output.png', 'input.png', 'gaussians.ply'];
  const read = async (name: string) => [name, await readFile(`${folder}/${name}`)] as const;
  return Object.fromEntries(await Promise.all(names.map(read)));
}

const request = JSON.parse(process.argv[2]) as NodeRequest;
const { part, piece, software = false, features = 'checked', folders } = request;
try {
  if (part === 'probe') {
    const adapter = await adapterOf(imitateBrowser());
    const { info } = adapter;
    const { subgroupMinSize, subgroupMaxSize, isFallbackAdapter } = info;
    const names = [...adapter.features].sort();
    print({
      engine: {
        description: describe(info),
        isFallbackAdapter,
        subgroupMinSize,
        subgroupMaxSize,
        features: names,
      },
    });
  } else if (part === 'agreement' && folders)
    compareRuns(await filesIn(folders.webgpu), await filesIn(folders.wasm), report);
  else await runPart(part, await nodeHost(features), report, { piece, software });
  print({ done: true });
} catch (error) {
  print({ done: true, problem: error instanceof Error ? error.message : String(error) });
}
process.exit(0);
