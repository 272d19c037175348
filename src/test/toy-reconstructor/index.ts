import { z } from 'zod';
import { toPlanar } from '../../core/image/pixels.ts';
import { resizePlanar } from '../../core/image/resize.ts';
import { CLOUD_OUTPUTS, cloudOf } from '../../families/cloud-outputs.ts';
import { count } from '../../families/fields.ts';
import { safetensorsFirst } from '../../families/rank.ts';
import { reconstructKeys, type Reconstructor } from '../../families/reconstructor.ts';
import { networkCost } from '../../graphs/cost.ts';
import { buildToy, toyTensors, type ToyConfig } from './graph.ts';

const toyStage = z.strictObject({
  kind: z.literal('toy'),
  ...reconstructKeys,
  config: z.looseObject({ width: count }),
});

/** The smallest possible family (src/families/README.md). */
export const toy: Reconstructor<ToyConfig, z.infer<typeof toyStage>> = {
  kind: 'toy',
  role: 'reconstructor',
  stem: 'toy',
  recognises: ({ tensors }) => tensors.has('toy.in.weight'),
  ranks: [safetensorsFirst],
  read: ({ index }) => ({
    config: { width: index.tensors.get('toy.in.weight')?.shape[0] ?? 0 },
    notes: [],
  }),
  limits: {},
  tensors: toyTensors,
  terms: [{ name: 'Toy licence', terms: 'Free for all.' }],
  words: {
    title: { en: 'Reconstructor (toy)', ko: '복원기 (장난감)' },
    facts: { en: '{parameters} parameters · width {width}', ko: '폭 {width}' },
  },
  facts: ({ width }) => ({ width }),
  schema: toyStage,
  sectionOf: ({ width }, { files, rig }) => ({
    kind: 'toy',
    files,
    rig,
    viewSize: 8,
    minOpacity: 0,
    config: { width },
  }),
  problem: () => null,
  sizeStep: () => 4,
  cost: ({ config }, views, image, precision) =>
    networkCost(
      toyTensors(config),
      (options) => buildToy(config, { ...options, views, image }),
      precision,
    ),
  network: ({ files, config }, { count, size }, runner) =>
    runner.network(files, {
      name: 'reconstructor',
      variant: `${count} × ${size}`,
      build: (options) => buildToy(config, { ...options, views: count, image: size }),
    }),
  async run({ images }, section, size, runner) {
    const planes = images.map((image) => resizePlanar(toPlanar(image), size, size).data);
    const data = Float32Array.from(planes.flatMap((plane) => [...plane]));
    const views = images.length;
    const network = toy.network(section, { count: views, size }, runner);
    const feeds = { image: { data, shape: [views, 3, size, size] } };
    return { cloud: cloudOf(await runner.run(network, feeds, CLOUD_OUTPUTS)) };
  },
};
