import { expect, it } from 'vitest';
import { GraphBuilder } from './builder.ts';
import { linear } from './layers.ts';
import type { ByteEntry, WeightEntry } from './weights.ts';

const [LAYERS, WIDTH] = [24, 1024];

/** The memories of all WASM modules that are loaded after this line. */
const memories: WebAssembly.Memory[] = [];
const Memory = WebAssembly.Memory;
WebAssembly.Memory = class extends Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    super(descriptor);
    memories.push(this);
  }
};

it('onnxruntime never has all quantised weights in memory as floats', async () => {
  // Imported only here: a WASM module allocates its memory when it is loaded.
  const { runGraph } = await import('../test/graph-session.ts');
  const tensors = new Map<string, WeightEntry>();
  const bytes = new Map<string, ByteEntry>();
  const size = WIDTH * WIDTH;
  for (let i = 0; i < LAYERS; i += 1) {
    bytes.set(`${i}.weight`, { shape: [WIDTH, WIDTH], offset: i * size, byteLength: size });
    const scale = { shape: [WIDTH], offset: LAYERS * size, byteLength: 4 * WIDTH };
    tensors.set(`${i}.weight.scale`, { dtype: 'F32', ...scale });
  }
  const data = new Uint8Array(LAYERS * size + 4 * WIDTH).fill(1, 0, LAYERS * size);
  new Float32Array(data.buffer, LAYERS * size).fill(1 / WIDTH);

  const g = new GraphBuilder({ name: 'chain', weights: { file: 'q', tensors, bytes } });
  let x = g.input('x', 'f32', [1, WIDTH]);
  for (let i = 0; i < LAYERS; i += 1) x = linear(g, x, `${i}`, WIDTH, { bias: false });
  g.output('y', x);
  const feed = { data: new Float32Array(WIDTH).fill(3), shape: [1, WIDTH] };
  const { y } = await runGraph(g.build(), { q: data }, { x: feed });
  expect(y.data[0]).toBeCloseTo(3, 4);

  const heap = Math.max(...memories.map(({ buffer }) => buffer.byteLength));
  // The quantised bytes take 25 MB. The floats would take 101 MB more. Without a session the heap has 17 MB.
  expect(heap).toBeGreaterThan(LAYERS * size);
  expect(heap).toBeLessThan(90e6);
});
