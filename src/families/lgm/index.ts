import { networkCost } from '../../graphs/cost.ts';
import { FACELIFT_RIG } from '../facelift-rig.ts';
import { rangeText, type Rank } from '../family.ts';
import { safetensorsFirst } from '../rank.ts';
import type { Reconstructor } from '../reconstructor.ts';
import { inferLgmConfig, LGM_LIMITS } from './config.ts';
import { buildLgm, lgmTensors, type LgmConfig } from './graph.ts';
import { LGM_OF_FACELIFT, LGM_RIG } from './rig.ts';
import { lgmNetwork, runLgm } from './run.ts';
import { lgmSection, type LgmSection } from './section.ts';

/** Prefers the later weights, whose name contains `fixrot`. The graph is made for their rotations. */
const fixedRotation: Rank = ({ path }) => [/fixrot/.test(path) ? 1 : 0];

/** LGM: a U-Net with attention across posed views, four by default. */
export const lgm: Reconstructor<LgmConfig, LgmSection> = {
  kind: 'lgm',
  role: 'reconstructor',
  stem: 'lgm',
  recognises: ({ tensors }) =>
    ['unet.conv_in.weight', 'unet.mid_block.nets.0.conv1.weight', 'conv.weight'].every((name) =>
      tensors.has(name),
    ),
  ranks: [fixedRotation, safetensorsFirst],
  read: ({ index }) => ({ config: inferLgmConfig(index), notes: [] }),
  limits: LGM_LIMITS,
  tensors: lgmTensors,
  // Checkpoints also contain the weights of LPIPS, a loss of the training.
  ignoresOtherTensors: true,
  ownRig: LGM_RIG,
  terms: [
    {
      name: 'LGM (code MIT; weights: ask their authors)',
      terms: 'LGM’s code is under the MIT licence; that of its weights is not stated with them.',
    },
  ],
  words: {
    title: { en: 'Reconstructor (LGM)', ko: '복원기 (LGM)' },
    facts: {
      en: '{parameters} parameters · channels {channels}',
      ko: '매개변수 {parameters}개 · 채널 {channels}',
    },
  },
  facts: ({ down_channels }) => ({ channels: rangeText(down_channels) }),

  schema: lgmSection,
  sectionOf: ({ down_channels, up_channels, ...config }, { files, packRig, rig }) => ({
    kind: 'lgm',
    files,
    rig,
    viewSize: config.image,
    config: {
      ...config,
      down_attention: [...config.down_attention],
      up_attention: [...config.up_attention],
      down_channels: [...down_channels],
      up_channels: [...up_channels],
    },
    ...(packRig.id === FACELIFT_RIG.id && { useViews: LGM_OF_FACELIFT }),
    // LGM's threshold.
    minOpacity: 0.005,
  }),
  problem: ({ useViews }, views) =>
    useViews?.some((view) => view >= views) ? `useViews: the rig has ${views} views` : null,
  sizeStep: () => null,
  cost: ({ config }, views, size, precision) =>
    networkCost(
      lgmTensors(config),
      (options) => buildLgm(config, { ...options, image: size, views }),
      precision,
    ),
  network: lgmNetwork,
  run: runLgm,
};
