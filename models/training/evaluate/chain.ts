import { nodeMachine } from '../../../cli/runtime/machine.ts';
import { openPackAt } from '../../../cli/packs.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { RgbaImage } from '../../../src/core/image/image.ts';
import type { StageContext } from '../../../src/pipeline/context.ts';
import { planMemory } from '../../../src/pipeline/memory-plan.ts';
import { centring } from '../../../src/pipeline/stages/centring.ts';
import { matting } from '../../../src/pipeline/stages/matting.ts';
import { multiview } from '../../../src/pipeline/stages/multiview.ts';
import { pose } from '../../../src/pipeline/stages/pose.ts';
import { reconstruct } from '../../../src/pipeline/stages/reconstruct.ts';
import type { Cutout } from '../../../src/pipeline/types.ts';

/**
 * Opens a pack and everything that the app's stages need, with onnxruntime on the CPU.
 * @param packName folder or id of a pack
 */
export async function openStages(
  packName: string | undefined,
  root: string,
): Promise<{ context: StageContext; dispose: () => void }> {
  const pack = await openPackAt(packName, root);
  const { runtime, dispose } = await nodeMachine('cpu', () => {});
  const { signal } = new AbortController();
  const guided = pack.manifest.defaults.guidance !== 1;
  const memory = await planMemory(pack, await runtime.sessions.limits(), { guided });
  return {
    context: { pack, runtime, memory, signal, progress: () => {}, stageMs: {}, partial: {}, shown: [] },
    dispose,
  };
}

/** The cut-out of a photo. Null if the mask is empty. */
export const cutOut = (image: RgbaImage, context: StageContext): Promise<Cutout | null> =>
  matting({ image, fileName: 'mouse.png' }, context).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'mask-empty') return null;
    throw error;
  });

/** Runs all stages after the matting, with the pack's defaults. The cloud stays in the rig's frame, as the true views are. */
export async function afterMatting(cutout: Cutout, context: StageContext) {
  const { defaults } = context.pack.manifest;
  const subject = await centring({ cutout }, context);
  const skeleton = await pose(subject, context);
  const views = await multiview({ subject, skeleton, settings: defaults }, context);
  const cloud = await reconstruct({ ...views, up: undefined }, { filters: 'pack' }, context);
  return { subject, skeleton, views, cloud };
}
