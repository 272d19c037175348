import { AppError } from '../core/errors.ts';
import { multiviewModel, reconstructorOf } from '../families/index.ts';
import type { StageContext } from './context.ts';
import type { RunSettings } from './events.ts';
import { runnerOf } from './networks.ts';
import { viewsTaken } from './planned-networks.ts';

/**
 * Opens the networks that a run will use on the GPU, one after the other, while the first stages compute on the
 * CPU. The GPU compiles the shaders meanwhile. Networks on the CPU are left alone, and so are networks that do
 * not fit beside those that are open.
 *
 * An AppError ends it without a message: the stage that needs the network meets the same error.
 * @param options as for `SessionPool.warm`
 */
export async function warmUp(
  context: Pick<StageContext, 'pack' | 'runtime' | 'signal' | 'memory'>,
  settings: Pick<RunSettings, 'steps' | 'guidance' | 'viewCount' | 'viewSize' | 'pruneBackground'>,
  options?: { evenSoftware?: boolean },
): Promise<void> {
  const { pack, runtime, signal, memory } = context;
  const { rig, stages } = pack.manifest;
  const runner = runnerOf(context);
  try {
    if (!stages.multiview) return;
    const model = multiviewModel.open(stages.multiview, rig, runner);
    const stage = stages.reconstruct;
    const views = viewsTaken(pack.manifest, settings);
    const networks = [
      ...(await model.networks({ ...settings, split: memory.split })),
      reconstructorOf(stage).network(stage, views, runner, settings),
    ];
    for (const network of networks) {
      if (signal.aborted) return;
      await runtime.sessions.warm(network, options);
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}
