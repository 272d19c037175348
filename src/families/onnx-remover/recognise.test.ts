import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { GraphBuilder, type Value } from '../../graphs/builder.ts';
import { ProtoWriter } from '../../graphs/proto.ts';
import { ARCHITECTURES } from './known.ts';
import { recogniseRemover } from './recognise.ts';

const u2net = new Uint8Array(
  await readFile(new URL('../../../models/parity/remover_u2net.onnx', import.meta.url)),
);

interface Recipe {
  size?: number;
  channels?: number;
  masks?: number;
  inputs?: number;
  /** The layers between the input and the outputs. */
  body?: (g: GraphBuilder, image: Value) => Value;
}

/** A network with these inputs and outputs, without weights. */
function network({ size = 1024, channels = 1, masks = 1, inputs = 1, body }: Recipe): Blob {
  const g = new GraphBuilder({ name: 'remover', weights: [] });
  const images = Array.from({ length: inputs }, (_, i) =>
    g.input(`in${i}`, 'f32', [1, 3, size, size]),
  );
  const mask = { shape: [1, channels, size, size] };
  for (let i = 0; i < masks; i++) {
    const image = body ? body(g, images[0]) : images[0];
    g.output(`mask${i}`, g.op('Slice', [image, g.i64([0]), g.i64([channels]), g.i64([1])], mask));
  }
  return new Blob([g.build().bytes]);
}

const attention = (g: GraphBuilder, image: Value) =>
  g.op('MatMul', [g.op('Softmax', [image]), image]);
const squashed = (g: GraphBuilder, image: Value) => g.op('Sigmoid', [attention(g, image)]);

describe('a background remover', () => {
  it('is recognised by its graph under any file name', async () => {
    const recognise = async (blob: Blob) => {
      const { id, config, by } = await recogniseRemover(blob, 'model (1).onnx');
      expect(by).toBe('structure');
      expect(config).toEqual(ARCHITECTURES[id as keyof typeof ARCHITECTURES]);
      return id;
    };
    expect(await recognise(new Blob([u2net]))).toBe('u2net');
    expect(await recognise(network({ masks: 12 }))).toBe('isnet');
    expect(await recognise(network({ body: attention }))).toBe('birefnet');
  });

  it.each([
    ['u2netp.onnx', { size: 320 }, 'u2netp', ARCHITECTURES.u2net],
    ['u2net_human_seg.onnx', { size: 320 }, 'u2net-human-seg', ARCHITECTURES.u2net],
    ['silueta.onnx', { size: 320, masks: 7 }, 'silueta', ARCHITECTURES.u2net],
    ['isnet-general-use.onnx', {}, 'isnet-general-use', ARCHITECTURES.isnet],
    ['isnet-anime.onnx', { masks: 12 }, 'isnet-anime', ARCHITECTURES.isnetAnime],
    [
      'BiRefNet-general-bb_swin_v1_tiny-epoch_232.onnx',
      { body: attention },
      'birefnet-general-lite',
      ARCHITECTURES.birefnet,
    ],
    ['BiRefNet-portrait-epoch_150.onnx', {}, 'birefnet-portrait', ARCHITECTURES.birefnet],
    ['bria-rmbg-2.0.onnx', { body: squashed }, 'bria-rmbg', ARCHITECTURES.bria],
  ])('is recognised by its file name: %s', async (name, recipe: Recipe, id, config) => {
    expect(await recogniseRemover(network(recipe), name)).toMatchObject({ id, config, by: 'name' });
  });

  it('is recognised by its graph if the graph contradicts the file name', async () => {
    const blob = network({ body: attention });
    const { id, by } = await recogniseRemover(blob, 'isnet-general-use.onnx');
    expect([id, by]).toEqual(['birefnet', 'structure']);
  });

  it('is recognised without reading its weights', async () => {
    const weights = new ProtoWriter().int(2, 1).string(8, 'w').bytes(9, new Uint8Array(8_000_000));
    const graph = new ProtoWriter().message(5, weights);
    const opset = new ProtoWriter().int(2, 17);
    const model = new ProtoWriter().int(1, 8).message(7, graph).message(8, opset).finish();
    let read = 0;
    const blob = new Blob([model]);
    const slice = blob.slice.bind(blob);
    blob.slice = (start = 0, end = blob.size) => {
      read += end - start;
      return slice(start, end);
    };
    await expect(recogniseRemover(blob, 'x.onnx')).rejects.toThrow('has 0 inputs');
    expect(read).toBeLessThan(200_000);
  });
});

describe('a file that is no background remover is refused', () => {
  const external = () => {
    const g = new GraphBuilder({
      name: 'remover',
      weights: {
        file: '../../secret',
        tensors: new Map([['w', { dtype: 'F32', shape: [1], offset: 0, byteLength: 4 }]]),
      },
    });
    const image = g.input('image', 'f32', [1, 3, 320, 320]);
    g.output('mask', g.op('Mul', [image, g.weight('w', [1])], { shape: [1, 1, 320, 320] }));
    return new Blob([g.build().bytes]);
  };
  const foreign = (g: GraphBuilder, image: Value) =>
    g.op('Anything', [image], { domain: 'com.example' });
  const functions = new ProtoWriter().bytes(25, new Uint8Array()).finish();
  const nested = () => {
    let graph = new ProtoWriter();
    for (let i = 0; i < 20; i++)
      graph = new ProtoWriter().message(
        1,
        new ProtoWriter().message(5, new ProtoWriter().message(6, graph)),
      );
    return new Blob([
      new ProtoWriter()
        .int(1, 8)
        .message(7, graph)
        .message(8, new ProtoWriter().int(2, 17))
        .finish(),
    ]);
  };

  it.each<[string, Blob, string]>([
    ['four classes of clothes', network({ size: 768, channels: 4 }), 'not a mask'],
    ['two inputs', network({ size: 320, inputs: 2 }), '2 inputs'],
    [
      'a network of another size',
      network({ size: 512 }),
      'none of the supported background removers',
    ],
    ['an unknown network', network({}), 'none of the supported background removers'],
    ['weights in another file', external(), 'another file'],
    ['operators of another domain', network({ body: foreign }), 'com.example'],
    ['functions', new Blob([u2net, functions]), 'functions'],
    ['graphs inside graphs', nested(), 'too deep'],
    ['a file cut off', new Blob([u2net.subarray(0, 9000)]), 'not an ONNX model'],
    ['an empty file', new Blob([]), 'not an ONNX model'],
    ['a picture', new Blob([Buffer.from('89504e470d0a1a0a0000000d', 'hex')]), 'not an ONNX model'],
    ['a text', new Blob(['This is not a model.']), 'not an ONNX model'],
    [
      'many empty fields',
      new Blob([new Uint8Array(1_000_000).map((_, i) => (i % 2 ? 0 : 18))]),
      'fields',
    ],
  ])('%s', async (_, blob, why) => {
    const refused = recogniseRemover(blob, 'model.onnx');
    await expect(refused).rejects.toThrow(why);
    await expect(refused).rejects.toBeInstanceOf(AppError);
    await expect(refused).rejects.toMatchObject({
      code: 'remover-unknown',
      values: { file: 'model.onnx' },
    });
  });
});
