/**
 * Writes a copy of a safetensors file with quantised large tensors (src/packs/quantise.ts).
 *
 *     node models/parity/full/quantise.mjs IN.safetensors OUT.safetensors int8|int8x2
 */
import { openAsBlob } from 'node:fs';
import { open } from 'node:fs/promises';
import { runnerImport } from 'vite';

const load = async (file) => (await runnerImport(`./src/${file}`)).module;
const { readIndex, readTensor } = await load('packs/safetensors.ts');
const { isQuantisable } = await load('graphs/weights.ts');
const { quantise } = await load('packs/quantise.ts');

const [source, target, kind] = process.argv.slice(2);
const blob = await openAsBlob(source);
const index = await readIndex(blob, source);

const header = {};
let at = 0;
const place = (name, dtype, shape, byteLength) => {
  header[name] = { dtype, shape, data_offsets: [at, at + byteLength] };
  at += byteLength;
};
for (const [name, { dtype, shape, byteLength }] of index.tensors) {
  if (!isQuantisable(shape)) {
    place(name, dtype, shape, byteLength);
    continue;
  }
  const count = shape.reduce((a, b) => a * b, 1);
  place(name, 'I8', shape, count);
  if (kind === 'int8x2') place(`${name}.low`, 'I8', shape, count);
  place(`${name}.scale`, 'F32', [shape[0]], 4 * shape[0]);
}
const json = JSON.stringify(header);
const text = Buffer.from(json.padEnd(Math.ceil(json.length / 8) * 8));
const length = Buffer.alloc(8);
length.writeBigUInt64LE(BigInt(text.length));

const out = await open(target, 'w');
await out.writeFile(length);
await out.writeFile(text);
for (const [name, { shape, offset, byteLength }] of index.tensors) {
  if (!isQuantisable(shape)) {
    await out.writeFile(
      new Uint8Array(await blob.slice(offset, offset + byteLength).arrayBuffer()),
    );
    continue;
  }
  const { high, low, scale } = quantise(await readTensor(blob, index, name), shape[0], kind);
  for (const part of [high, low, scale]) if (part) await out.writeFile(new Uint8Array(part.buffer));
}
await out.close();
