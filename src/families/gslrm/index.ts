import { viewsOfRig } from '../../core/camera/rig.ts';
import { networkCost } from '../../graphs/cost.ts';
import { ADOBE } from '../terms.ts';
import { latestStep, sameOwner, safetensorsFirst } from '../rank.ts';
import type { Reconstructor } from '../reconstructor.ts';
import { GSLRM_LIMITS, inferGslrmConfig } from './config.ts';
import { buildGslrm, gslrmTensors, type GslrmConfig } from './graph.ts';
import { gslrmNetwork, runGslrm } from './run.ts';
import { gslrmSection, type GslrmSection } from './section.ts';

/** FaceLift's reconstructor: a transformer over patches of posed views. */
export const gslrm: Reconstructor<GslrmConfig, GslrmSection> = {
  kind: 'gslrm',
  role: 'reconstructor',
  stem: 'gslrm',
  recognises: ({ tensors }) =>
    tensors.has('gaussian_upsampler.linear.weight') &&
    tensors.has('pixel_gaussian_decoder.1.weight'),
  ranks: [sameOwner, latestStep, safetensorsFirst],
  read: ({ index }) => ({ config: inferGslrmConfig(index), notes: [] }),
  limits: GSLRM_LIMITS,
  tensors: gslrmTensors,
  terms: [ADOBE],
  words: {
    title: { en: 'Reconstructor (GS-LRM)', ko: '복원기 (GS-LRM)' },
    facts: {
      en: '{parameters} parameters · {layers} layers · width {width} · patch {patch}',
      ko: '매개변수 {parameters}개 · 층 {layers}개 · 폭 {width} · 패치 {patch}',
    },
  },
  facts: ({ layers, d, patch }) => ({ layers, width: d, patch }),

  schema: gslrmSection,
  sectionOf: (config, { files, packRig, rig, viewSize }) => ({
    kind: 'gslrm',
    files,
    rig,
    viewSize,
    config: { ...config, views: viewsOfRig(packRig) },
    anySize: true,
    // FaceLift's threshold.
    minOpacity: 0.04,
  }),
  problem: ({ config }, views, makesViews) =>
    makesViews && config.views !== views ? `config.views must be ${views}` : null,
  sizeStep: ({ config }) => config.patch,
  cost: ({ config }, views, size, precision) =>
    networkCost(
      gslrmTensors(config),
      (options) => buildGslrm(config, { ...options, image: size, views }),
      precision,
    ),
  canPrune: ({ prune }) => prune === undefined,
  network: gslrmNetwork,
  run: runGslrm,
};
