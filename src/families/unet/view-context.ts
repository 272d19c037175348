import type { Feeds, NetworkRunner } from '../runner.ts';
import { buildUnetContext, unetContextNames } from './context.ts';
import type { UnetConfig } from './graph.ts';

/** The cross-attention inputs of the denoiser: the same in every step and in both halves of guidance. */
export interface ViewContext {
  feeds: Feeds;
  /** Length of each view's embeddings. */
  tokens: number;
  /** Whether `feeds` are the keys and values of attn2 instead of the embeddings. */
  cached: boolean;
  /** Frees the tensors on the device. Call it once after the last step. */
  release: () => void;
}

/**
 * The view embeddings, or the keys and values that the UNet's cross-attentions compute from them.
 * @param cached whether to compute keys and values once for all steps. This needs a session of its own, which does
 * not pay for a single step.
 */
export async function viewContext(
  { files, config }: { files: readonly string[]; config: UnetConfig },
  embeds: { file: string; tensor: string },
  cached: boolean,
  runner: NetworkRunner,
): Promise<ViewContext> {
  const encoder_hidden_states = await runner.pack.tensor(embeds.file, embeds.tensor);
  const tokens = encoder_hidden_states.shape[1];
  if (!cached)
    return { feeds: { encoder_hidden_states }, tokens, cached, release: () => undefined };
  const network = runner.network(files, {
    variant: 'context',
    build: (options) => buildUnetContext(config, { ...options, tokens, sharedContext: true }),
  });
  const feeds = await runner.runOnDevice(
    network,
    { encoder_hidden_states },
    unetContextNames(config),
  );
  return { feeds, tokens, cached, release: () => runner.free(feeds) };
}
