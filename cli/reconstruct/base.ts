import { canPrune } from '../../src/families/index.ts';
import type { LoadedPack } from '../../src/packs/load.ts';
import type { Runtime } from '../../src/pipeline/context.ts';
import { text } from '../arguments.ts';
import { UsageError, type Arguments, type CommandContext } from '../command.ts';
import { requireOutput } from '../output/write-together.ts';
import { openPackAt } from '../packs.ts';
import { nodeMachine } from '../runtime/machine.ts';
import type { machineOptionsOf, outputOf } from './form.ts';

/** What the inputs of a command have in common. */
export interface CommandBase {
  pack: LoadedPack;
  runtime: Runtime;
  /** Whether a doubtful result gives another exit code. */
  strict: boolean;
  context: CommandContext;
}

/**
 * Checks the output folder, opens the pack and the machine, and closes the machine after the work. Resolves with the
 * exit code.
 * @throws UsageError, and the errors of `openPackAt` and of the work
 */
export async function withPack(
  args: Arguments,
  {
    out,
    backend,
    output,
  }: ReturnType<typeof machineOptionsOf> & { output: ReturnType<typeof outputOf> },
  context: CommandContext,
  work: (base: CommandBase) => Promise<number>,
): Promise<number> {
  await requireOutput(out);
  const pack = await openPackAt(text(args, 'pack'), context.root);
  if (output.pruneBackground && !canPrune(pack.manifest.stages.reconstruct))
    throw new UsageError(
      '--prune-background needs a pack whose GS-LRM was trained with all patches.',
    );
  const { runtime, dispose } = await nodeMachine(backend, context.warn);
  try {
    return await work({ pack, runtime, strict: args.values.strict === true, context });
  } finally {
    dispose();
  }
}
