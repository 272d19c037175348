import type { Feeds, Network, NetworkRunner } from '../runner.ts';
import { buildUnetContext, unetContextNames } from './context.ts';
import type { UnetConfig } from './graph.ts';

/**
 * The inputs of the UNet's cross-attention. They are the same in every step, and for the conditional and the
 * unconditional half of guidance.
 */
export interface CrossAttentionInputs {
  feeds: Feeds;
  /** Number of tokens (rows) of each view's embeddings. */
  tokens: number;
  /** True: `feeds` are the keys and values of `attn2`. False: they are the embeddings. */
  cached: boolean;
  /**
   * Frees tensors that are on the device. Call it once, after the last step. If `cached` is false it does
   * nothing.
   */
  release: () => void;
}

/** The network that computes keys and values. @param tokens number of tokens of each view's embeddings */
export const contextNetwork = (
  { files, config }: { files: readonly string[]; config: UnetConfig },
  tokens: number,
  runner: NetworkRunner,
): Network =>
  runner.network(files, {
    name: 'multi-view model',
    variant: 'context',
    build: (options) => buildUnetContext(config, { ...options, tokens, sharedContext: true }),
  });

/**
 * Prepares the view embeddings, or the keys and values that the UNet's cross-attentions compute from them.
 * @param cached whether to compute keys and values once for all steps. This needs a separate session, which
 *   saves time only if there are several steps
 */
export async function crossAttentionInputs(
  unet: { files: readonly string[]; config: UnetConfig },
  embeds: { file: string; tensor: string },
  cached: boolean,
  runner: NetworkRunner,
): Promise<CrossAttentionInputs> {
  const { file, tensor } = embeds;
  const encoder_hidden_states = await runner.pack.tensor(file, tensor, 'view embeddings');
  const tokens = encoder_hidden_states.shape[1];
  if (!cached)
    return { feeds: { encoder_hidden_states }, tokens, cached, release: () => undefined };
  const feeds = await runner.runOnDevice(
    contextNetwork(unet, tokens, runner),
    { encoder_hidden_states },
    unetContextNames(unet.config),
  );
  return { feeds, tokens, cached, release: () => runner.free(Object.values(feeds)) };
}
