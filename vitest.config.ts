import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest. */
const SLOWEST = [
  'cli/software-gpu.test.ts',
  'cli/cli.test.ts',
  'cli/lab-tutorial.test.ts',
  'src/pipeline/matting/real-network.test.ts',
];

/** Starts the slowest files first: otherwise one worker would wait at the end, until the other has run them. */
class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const others = await super.sort(files);
    const slowest = SLOWEST.flatMap((name) =>
      others.filter((file) => file.moduleId.endsWith(name)),
    );
    return [...new Set([...slowest, ...others])];
  }
}

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.ts',
      'src/**/*.test.tsx',
      'cli/**/*.test.ts',
      'bench/**/*.test.ts',
      'scripts/**/*.test.ts',
      'models/training/evaluate/**/*.test.ts',
    ],
    testTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: SlowestFirst },
  },
});
