import { inferClipConfig, type ClipConfig } from '../../families/clip/config.ts';
import { clipTensors } from '../../families/clip/graph.ts';
import { inferGslrmConfig } from '../../families/gslrm/config.ts';
import { gslrmTensors, type GslrmConfig } from '../../families/gslrm/graph.ts';
import { inferLgmConfig, type LgmConfig } from '../../families/lgm/config.ts';
import { lgmTensors } from '../../families/lgm/graph.ts';
import { unetTensors } from '../../families/unet/graph.ts';
import { vaeTensors, type VaeConfig } from '../../families/vae/graph.ts';
import type { TensorList } from '../../graphs/weights.ts';
import { requireTensors } from './differences.ts';
import { wholeIndex, type ImportNote, type PartKind, type WeightPart } from './parts.ts';
import { unetConfigOf, type PackUnetConfig } from '../../families/unet/infer.ts';
import { vaeConfigOf } from '../../families/vae/infer.ts';

/** A part whose tensors are all there, with the config that they were checked against. */
export interface Fitted<Config> {
  part: WeightPart;
  config: Config;
  /** The tensors that the pack will hold, in the order of the network's first use. */
  tensors: TensorList;
}

/** The networks that were found, each complete. */
export interface Networks {
  unet?: Fitted<PackUnetConfig>;
  vae?: Fitted<VaeConfig>;
  imageEncoder?: Fitted<ClipConfig>;
  gslrm?: Fitted<GslrmConfig>;
  lgm?: Fitted<LgmConfig>;
}

const fit = <Config>(part: WeightPart, config: Config, tensors: TensorList): Fitted<Config> => {
  requireTensors(part, tensors);
  return { part, config, tensors };
};

/** The keys of transformers' config that shapes do not tell. It may be the whole model's, the tower's inside. */
function clipKeys(config: WeightPart['config']): Partial<ClipConfig> {
  const inner = config?.vision_config ?? config ?? {};
  const { num_attention_heads, hidden_act, layer_norm_eps } = inner as Record<string, unknown>;
  return {
    ...(typeof num_attention_heads === 'number' && { num_attention_heads }),
    ...((hidden_act === 'gelu' || hidden_act === 'quick_gelu') && { hidden_act }),
    ...(typeof layer_norm_eps === 'number' && { layer_norm_eps }),
  };
}

/** Tensors that the graph has no place for: an adapter, another kind of attention. The result may not be what its authors meant. */
function unused({ part, tensors }: Fitted<unknown>): ImportNote[] {
  const names = [...wholeIndex(part).tensors.keys()].filter((name) => !tensors.has(name));
  if (names.length === 0) return [];
  const more = names.length > 3 ? `, and ${names.length - 3} more` : '';
  return [
    { code: 'tensors-unused', path: part.path, reason: `${names.slice(0, 3).join(', ')}${more}` },
  ];
}

/**
 * Works out each network's config and checks every name and shape.
 *
 * @throws AppError `weights-invalid` for tensors that are missing or of another shape, `graph-invalid`
 * for a config that our graphs do not know
 */
export function fitNetworks(parts: Readonly<Partial<Record<PartKind, WeightPart>>>): {
  networks: Networks;
  notes: ImportNote[];
} {
  const networks: Networks = {};
  const notes: ImportNote[] = [];
  const { unet, vae, imageEncoder, gslrm, lgm } = parts;
  if (unet) {
    const { config, notes: more } = unetConfigOf(unet);
    networks.unet = fit(unet, config, unetTensors(config));
    notes.push(...more, ...unused(networks.unet));
  }
  if (vae) {
    const { config, notes: more } = vaeConfigOf(vae);
    networks.vae = fit(vae, config, vaeTensors(config));
    notes.push(...more);
  }
  if (imageEncoder) {
    const config = inferClipConfig(wholeIndex(imageEncoder), clipKeys(imageEncoder.config));
    networks.imageEncoder = fit(imageEncoder, config, clipTensors(config));
  }
  if (gslrm) {
    const config = inferGslrmConfig(wholeIndex(gslrm));
    networks.gslrm = fit(gslrm, config, gslrmTensors(config));
    notes.push(...unused(networks.gslrm));
  }
  if (lgm) {
    const config = inferLgmConfig(wholeIndex(lgm));
    networks.lgm = fit(lgm, config, lgmTensors(config));
  }
  return { networks, notes };
}
