import type { Feeds, Runner } from '../runner.ts';
import { buildUnetContext, unetContextNames } from './context.ts';
import type { UnetConfig } from './graph.ts';

/** The cross-attention inputs of the denoiser: the same in every step and in both halves of guidance. */
export interface ViewContext {
  feeds: Feeds;
  /** Length of the embeddings of each view. */
  tokens: number;
  /** Whether `feeds` are the keys and values of attn2, not the embeddings themselves. */
  cached: boolean;
  /** Frees the tensors on the device. */
  release: () => void;
}

/**
 * The view embeddings, or the keys and values that the UNet's cross-attentions make of them.
 * @param cached compute keys and values once for all steps; not worth a session of its own for a single step
 */
export async function viewContext(
  { files, config }: { files: readonly string[]; config: UnetConfig },
  embeds: { file: string; tensor: string },
  cached: boolean,
  runner: Runner,
): Promise<ViewContext> {
  const encoder_hidden_states = await runner.pack.tensor(embeds.file, embeds.tensor);
  const tokens = encoder_hidden_states.shape[1];
  if (!cached)
    return { feeds: { encoder_hidden_states }, tokens, cached, release: () => undefined };
  const network = runner.network(files, {
    variant: 'context',
    build: (options) => buildUnetContext(config, { ...options, tokens, sharedContext: true }),
  });
  const feeds = await runner.hold(network, { encoder_hidden_states }, unetContextNames(config));
  return { feeds, tokens, cached, release: () => runner.drop(feeds) };
}
