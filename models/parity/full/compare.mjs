/**
 * Compares the graphs of src/families at official width with the recordings of record.py and record_clip_lgm.py.
 * Prints a table.
 *
 *     node models/parity/full/compare.mjs WORK [unet|vae|gslrm|clip|lgm ...] [--stored f32,f16] [--on node,wasm]
 *
 * Every row runs in a process of its own, so that its peak of memory can be measured. An error is the largest difference
 * divided by the output's range. The column `same` compares with PyTorch with the same weights, and the column `f32` with
 * PyTorch with float32 weights.
 */
import { execFileSync } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const load = async (file) => (await runnerImport(`./src/${file}`)).module;

/** For each row: file, kind of attention, inputs, and outputs (name in the graph → name in the recording). */
const rows = {
  'unet sparse': { file: 'unet', kind: 'sparse', inputs: ['sample', 'timestep', 'encoder_hidden_states', 'class_labels'], outputs: { v: 'sparse' } },
  'unet dense': { file: 'unet', kind: 'dense', inputs: ['sample', 'timestep', 'encoder_hidden_states', 'class_labels'], outputs: { v: 'dense' } },
  'unet plain': { file: 'unet', kind: 'plain', inputs: ['sample', 'timestep', 'encoder_hidden_states', 'class_labels'], outputs: { v: 'plain' } },
  'vae encode': { file: 'vae', inputs: ['image'], outputs: { latents: 'latents' } },
  'vae decode': { file: 'vae', inputs: ['latents'], outputs: { image: 'image' } },
  clip: { file: 'clip', inputs: ['image'], outputs: { image_embeds: 'image_embeds' } },
  lgm: {
    file: 'lgm',
    inputs: ['input'],
    outputs: Object.fromEntries(
      ['raw', 'xyz', 'sh_dc', 'log_scale', 'rotation'].map((name) => [name, name]),
    ),
  },
  gslrm: {
    file: 'gslrm',
    inputs: ['image', 'rays'],
    outputs: Object.fromEntries(
      ['raw', 'xyz', 'sh_dc', 'log_scale', 'rotation', 'opacity_logit'].map((name) => [name, name]),
    ),
  },
};

const build = async (row, options) => {
  const config = JSON.parse(await readFile(new URL(`${rows[row].file}.json`, import.meta.url)));
  if (row === 'gslrm')
    return (await load('families/gslrm/graph.ts')).buildGslrm(config, { ...options, image: 128, views: 2 });
  if (row === 'clip') return (await load('families/clip/graph.ts')).buildClip(config, options);
  if (row === 'lgm')
    return (await load('families/lgm/graph.ts')).buildLgm(config, { ...options, image: 64 });
  if (row === 'vae encode')
    return (await load('families/vae/graph.ts')).buildVaeEncoder(config, { ...options, size: 64 });
  if (row === 'vae decode')
    return (await load('families/vae/graph.ts')).buildVaeDecoder(config, { ...options, size: 64 });
  const { buildUnet } = await load('families/unet/graph.ts');
  const own = { ...config, mv_attention: rows[row].kind };
  return buildUnet(own, { ...options, halves: 2, tokens: 77, size: 16 });
};

/** Creates a session on the CPU, with onnxruntime in Node or in WASM. */
const createSession = async (on, graph, weights, work) => {
  if (on === 'wasm') {
    const ort = await import('onnxruntime-web/wasm');
    ort.env.logLevel = 'error';
    ort.env.wasm.numThreads = 1;
    const externalData = [{ path: graph.files[0], data: new Uint8Array(await readFile(weights)) }];
    const options = { executionProviders: ['wasm'], externalData };
    return { ort, session: await ort.InferenceSession.create(graph.bytes, options) };
  }
  const ort = (await import('onnxruntime-node')).default;
  // The model is written to the folder of the weights, because onnxruntime searches external data next to the model.
  const model = path.join(work, `${process.pid}.onnx`);
  await writeFile(model, graph.bytes);
  const session = await ort.InferenceSession.create(model, { logSeverityLevel: 3 });
  await rm(model);
  return { ort, session };
};

const runRow = async (work, row, stored, on) => {
  const { readIndex, readTensor } = await load('packs/safetensors.ts');
  const { relativeError } = await load('core/relative-error.ts');
  const { file, inputs, outputs } = rows[row];
  const ioFile = await openAsBlob(path.join(work, `${file}.io.safetensors`));
  const ioIndex = await readIndex(ioFile, 'io');
  const recorded = (name) => readTensor(ioFile, ioIndex, name);

  const name = `${file}.${stored}.safetensors`;
  const weights = path.join(work, name);
  const graph = await build(row, { weights: await readIndex(await openAsBlob(weights), name) });
  const started = performance.now();
  const { ort, session } = await createSession(on, graph, weights, work);
  const created = performance.now();
  const feeds = {};
  for (const input of inputs)
    feeds[input] = new ort.Tensor('float32', await recorded(input), ioIndex.tensors.get(input).shape);
  const before = performance.now();
  const results = await session.run(feeds);
  const done = performance.now();
  const worst = { same: 0, f32: 0 };
  for (const [ours, theirs] of Object.entries(outputs))
    for (const [against, precision] of [['same', stored === 'f16' ? 'f16' : 'f32'], ['f32', 'f32']])
      worst[against] = Math.max(worst[against], relativeError(results[ours].data, await recorded(`${precision}.${theirs}`)));
  const seconds = (ms) => (ms / 1000).toFixed(1);
  const peak = (process.resourceUsage().maxRSS / 1e6).toFixed(1);
  console.log(
    `| ${row} | ${stored} | ${on} | ${worst.same.toExponential(1)} | ${worst.f32.toExponential(1)} | ${seconds(created - started)} | ${seconds(done - before)} | ${peak} |`,
  );
};

const [work, ...rest] = process.argv.slice(2);
if (rest[0] === '--row') {
  await runRow(work, ...rest.slice(1));
  process.exit(0);
}
const option = (name, otherwise) =>
  (rest.includes(name) ? rest.splice(rest.indexOf(name), 2)[1] : otherwise).split(',');
const storedAs = option('--stored', 'f32,f16');
const backends = option('--on', 'node');
console.log('| network | weights | on | same | f32 | create s | run s | peak GB |\n|---|---|---|---|---|---|---|---|');
for (const row of Object.keys(rows).filter((r) => rest.length === 0 || rest.some((n) => r.startsWith(n))))
  for (const stored of storedAs)
    for (const on of backends)
      try {
        const self = fileURLToPath(import.meta.url);
        execFileSync(process.execPath, [self, work, '--row', row, stored, on], { stdio: ['ignore', 'inherit', 'inherit'] });
      } catch (error) {
        console.log(`| ${row} | ${stored} | ${on} | failed: ${error.message.split('\n')[0]} |`);
      }
