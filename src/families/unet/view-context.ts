import { buildUnetContext, unetContextNames } from './context.ts';
import type { UnetConfig } from './graph.ts';
import type { Feeds } from '../../inference/session-host.ts';
import { photoStages } from '../../packs/manifest.ts';
import { readTensor } from '../../packs/safetensors.ts';
import type { StageContext } from '../../pipeline/context.ts';
import { configOf, packNetwork } from '../../pipeline/networks.ts';

/** What the denoiser is told about the views, the same in every step and in both halves. */
export interface ViewContext {
  feeds: Feeds;
  /** Length of each view's embeddings. */
  tokens: number;
  /** True when `feeds` are attn2's keys and values, not the embeddings themselves. */
  cached: boolean;
  /** Frees what lies on the device. */
  release: () => void;
}

/**
 * The view embeddings, or what the UNet's cross-attentions make of them.
 * @param cached project them once for all steps; not worth a session of its own for a single step
 */
export async function viewContext(
  { pack, runtime }: StageContext,
  cached: boolean,
): Promise<ViewContext> {
  const { unet, viewEmbeds } = photoStages(pack.manifest).multiview;
  const config = configOf<UnetConfig>(unet.config);
  const file = pack.files.get(viewEmbeds.file) as Blob;
  const index = await pack.weights(viewEmbeds.file);
  const data = await readTensor(file, index, viewEmbeds.tensor);
  const shape = index.tensors.get(viewEmbeds.tensor)?.shape ?? [];
  const tokens = shape[1];
  const embeds = { encoder_hidden_states: { data, shape } };
  if (!cached) return { feeds: embeds, tokens, cached, release: () => undefined };
  const network = packNetwork(pack, unet.files, 'context', (options) =>
    buildUnetContext(config, { ...options, tokens, sharedContext: true }),
  );
  const feeds = await runtime.host.hold(network, embeds, unetContextNames(config));
  return { feeds, tokens, cached, release: () => runtime.host.drop(feeds) };
}
