/** Prints the tables of docs/gpu.md. run.mjs bundles and runs this file. */
import type { Compute } from '../../src/graphs/builder.ts';
import type { NetworkCost } from '../../src/graphs/cost.ts';
import { GPUS, type Gpu } from './gpus.ts';
import { planOfficial, type MemorySetting } from './memory.ts';
import { demoRun, officialNetworks, officialRun, STEPS, type Runs } from './networks.ts';
import { gpuRates, networkSeconds, operatorSeconds } from './roofline.ts';

const print = (title: string, head: readonly string[], rows: readonly (readonly string[])[]) => {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  console.log(
    [`\n${title}\n`, line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n'),
  );
};

const digits = (seconds: number) =>
  seconds >= 100
    ? seconds.toFixed(0)
    : seconds >= 0.0995
      ? seconds.toPrecision(2)
      : seconds.toPrecision(1);

/** The fastest and the slowest expected time. */
const range = (of: (end: 'fast' | 'slow') => number) =>
  `${digits(of('fast'))} – ${digits(of('slow'))}`;

/** The autoencoder computes in f32 in any run, so its steps get the rates of f32. */
const runRange = (runs: Runs, gpu: Gpu, compute: Compute, single: (cost: NetworkCost) => boolean) =>
  range((end) =>
    runs.reduce((sum, [cost, count]) => {
      const rates = gpuRates(gpu, single(cost) ? 'f32' : compute, end);
      return sum + count * networkSeconds(cost, rates);
    }, 0),
  );

const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(2);
const columns = GPUS.flatMap(({ name }) => [name, `${name}, measured`]);
const cells = (of: (gpu: Gpu) => string) => GPUS.flatMap((gpu) => [of(gpu), 'not measured']);

for (const compute of ['f16', 'f32'] as const) {
  const precision = { storage: 'f16', compute } as const;
  const networks = officialNetworks(precision);
  const single = (cost: NetworkCost) =>
    cost === networks.encode || cost === networks.decode || compute === 'f32';
  const rows: [string, Runs][] = [
    ['CLIP', [[networks.clip, 1]]],
    ['VAE encode', [[networks.encode, 1]]],
    ['UNet step with guidance', [[networks.guided, 1]]],
    ['UNet step without guidance', [[networks.unguided, 1]]],
    ['VAE decode, six views', [[networks.decode, 6]]],
    ['GS-LRM, 6 views of 512²', [[networks.gslrm, 1]]],
    ...STEPS.map((steps): [string, Runs] => [
      `**whole run, ${steps} steps**`,
      officialRun(steps, networks),
    ]),
  ];
  if (compute === 'f32') rows.push(['demo pack, default run', demoRun()]);
  print(
    `Expected seconds, ${compute}`,
    ['network', 'TFLOP', ...columns],
    rows.map(([name, runs]) => [
      name,
      (runs.reduce((sum, [cost, count]) => sum + count * cost.flops, 0) / 1e12).toPrecision(3),
      ...cells((gpu) => runRange(runs, gpu, compute, single)),
    ]),
  );
}

const half = officialNetworks({ storage: 'f16', compute: 'f16' });
for (const [name, cost] of [
  ['UNet step with guidance', half.guided],
  ['GS-LRM, 6 views of 512²', half.gslrm],
  ['VAE decode, one view (f32)', half.decode],
] as const) {
  const rates = (['fast', 'slow'] as const).map((end) => gpuRates(GPUS[0], 'f16', end));
  const [fast, slow] = rates.map((each) => new Map(operatorSeconds(cost, each)));
  const share = (seconds: Map<string, number>, op: string) => {
    const all = [...seconds.values()].reduce((a, b) => a + b, 0);
    return `${((100 * (seconds.get(op) ?? 0)) / all).toFixed(0)} %`;
  };
  print(
    `${name}: work and share of the expected time on the RTX 3060`,
    ['operator', 'nodes', 'TFLOP', 'GB read', 'GB written', 'share, fast', 'share, slow'],
    cost.operators
      .slice(0, 9)
      .map(({ op, nodes, flops, readBytes, writtenBytes }) => [
        op,
        `${nodes}`,
        (flops / 1e12).toFixed(2),
        gigabytes(readBytes),
        gigabytes(writtenBytes),
        share(fast, op),
        share(slow, op),
      ]),
  );
}

/** GPUs are sold with these sizes, in GB. */
const SIZES = [4, 6, 8, 12, 24] as const;
/** GB that the browser, the screen and other programs need. */
const RESERVED = 1;

const memoryRow = async (name: string, setting: MemorySetting) => {
  const { networks, peakBytes } = await planOfficial(setting);
  const need = (network: string) => {
    const found = networks.find((each) => each.network === network);
    return found ? gigabytes(found.residentBytes + 2 * found.activationBytes) : '–';
  };
  return [
    name,
    ...['image encoder', 'multi-view model', 'autoencoder', 'reconstructor'].map(need),
    `**${gigabytes(peakBytes)}**`,
    `${SIZES.find((size) => peakBytes / 1e9 <= size - RESERVED) ?? 'none'}`,
  ];
};
const head = ['setting', 'CLIP', 'UNet', 'VAE', 'GS-LRM', 'peak', 'smallest GPU, GB'];
const settings = (['f16', 'int8x2', 'int8'] as const).flatMap((storage) =>
  [true, false].flatMap((isHalf) =>
    [false, true].map((split) => ({ storage, half: isHalf, split })),
  ),
);
print(
  'Forecast of the memory plan, GB',
  head,
  await Promise.all(
    settings.map((each) =>
      memoryRow(
        `stored ${each.storage}, computed ${each.half ? 'f16' : 'f32'}, guidance ${each.split ? 'split' : 'in one batch'}`,
        each,
      ),
    ),
  ),
);
print(
  'GS-LRM alone, from posed views, stored f16, computed f16, GB',
  head,
  await Promise.all(
    [256, 512].flatMap((viewSize) =>
      [2, 3, 4, 5, 6, 7, 8].map((views) =>
        memoryRow(`${views} views of ${viewSize}²`, {
          storage: 'f16',
          half: true,
          split: false,
          views,
          viewSize,
        }),
      ),
    ),
  ),
);
