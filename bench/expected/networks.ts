import clip from '../../models/parity/full/clip.json';
import gslrm from '../../models/parity/full/gslrm.json';
import unet from '../../models/parity/full/unet.json';
import vae from '../../models/parity/full/vae.json';
import demoPack from '../../models/mouse-demo/pack.json';
import { buildClip, clipTensors, type ClipConfig } from '../../src/families/clip/graph.ts';
import { configOf } from '../../src/families/fields.ts';
import { buildGslrm, gslrmTensors, type GslrmConfig } from '../../src/families/gslrm/graph.ts';
import {
  buildMatting,
  mattingTensors,
  type MattingConfig,
} from '../../src/families/matting-unet/graph.ts';
import { buildPose, poseTensors, type PoseConfig } from '../../src/families/pose/graph.ts';
import { buildUnet, unetTensors, type UnetConfig } from '../../src/families/unet/graph.ts';
import { buildVaeDecoder, buildVaeEncoder, vaeTensors } from '../../src/families/vae/graph.ts';
import type { VaeConfig } from '../../src/families/vae/graph.ts';
import { networkCost, type NetworkCost, type Precision } from '../../src/graphs/cost.ts';

const CLIP: ClipConfig = { ...clip, hidden_act: 'gelu' };
const UNET: UnetConfig = { ...unet, mv_attention: 'sparse' };

/** Steps of the multi-view model with guidance. */
export const STEPS = [50, 20, 10] as const;

/** Costs of the networks of the official size. The autoencoder always computes in f32, as in the app. */
export const officialNetworks = (precision: Precision) => {
  const single: Precision = { ...precision, compute: 'f32' };
  const step = (halves: 1 | 2) =>
    networkCost(
      unetTensors(UNET),
      (o) => buildUnet(UNET, { ...o, halves, tokens: 77, sharedContext: true }),
      precision,
    );
  return {
    clip: networkCost(clipTensors(CLIP), (o) => buildClip(CLIP, o), precision),
    encode: networkCost(vaeTensors(vae), (o) => buildVaeEncoder(vae, { ...o, size: 512 }), single),
    guided: step(2),
    unguided: step(1),
    decode: networkCost(vaeTensors(vae), (o) => buildVaeDecoder(vae, { ...o, size: 512 }), single),
    gslrm: networkCost(
      gslrmTensors(gslrm),
      (o) => buildGslrm(gslrm, { ...o, views: 6 }),
      precision,
    ),
  };
};

/** A network and how often a run computes it. */
export type Runs = readonly (readonly [NetworkCost, number])[];

/** The networks of a run with the official size. */
export const officialRun = (
  steps: number,
  { clip: encoder, encode, guided, decode, gslrm: last }: ReturnType<typeof officialNetworks>,
): Runs => [
  [encoder, 1],
  [encode, 1],
  [guided, steps],
  [decode, 6],
  [last, 1],
];

/** The share of the patches that a mouse covers in the demo pack's views. */
const KEPT = 0.25;

/** The networks of the default run of the demo pack: six matting passes, and photo and mirror image from then on. */
export const demoRun = (): Runs => {
  const { stages } = demoPack;
  const precision: Precision = { storage: 'f16', compute: 'f32' };
  const matting = configOf<MattingConfig>(stages.matting.config);
  const pose = configOf<PoseConfig>(stages.pose.config);
  const { viewSize, unet: net, vae: autoencoder } = stages.multiview;
  const demoUnet = configOf<UnetConfig>(net.config);
  const demoVae = configOf<VaeConfig>(autoencoder.config);
  const lrm = configOf<GslrmConfig>(stages.reconstruct.config);
  const size = { size: viewSize };
  const kept = KEPT * lrm.views * (lrm.image / lrm.patch) ** 2;
  return [
    [networkCost(mattingTensors(matting), (o) => buildMatting(matting, o), precision), 6],
    [networkCost(poseTensors(pose), (o) => buildPose(pose, o), precision), 2],
    [
      networkCost(
        vaeTensors(demoVae),
        (o) => buildVaeEncoder(demoVae, { ...o, ...size }),
        precision,
      ),
      2,
    ],
    [
      networkCost(
        unetTensors(demoUnet),
        (o) => buildUnet(demoUnet, { ...o, halves: 1, size: 32, tokens: 1 }),
        precision,
      ),
      2,
    ],
    [
      networkCost(
        vaeTensors(demoVae),
        (o) => buildVaeDecoder(demoVae, { ...o, ...size }),
        precision,
      ),
      10,
    ],
    [
      networkCost(gslrmTensors(lrm), (o) => buildGslrm(lrm, { ...o, prune: true }), {
        ...precision,
        sizes: { kept },
      }),
      1,
    ],
  ];
};

/** The configs of the official networks, for the memory plan. */
export const OFFICIAL_CONFIGS = { clip: CLIP, unet, vae, gslrm };
