import { z } from 'zod';
import { AppError } from '../core/errors.ts';

/** A file beside pack.json: a plain name, so that no pack reaches outside its own folder. */
const fileName = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/, 'must be a plain file name')
  .refine((name) => !name.includes('..'), 'must be a plain file name');

/** Also the name of the pack's folder. */
export const packId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case words joined by -');

const rigId = z.string().min(1).max(100);
const count = z.int().min(1).max(1_000_000);
/** Pixels of a square image. */
const pixels = z.int().min(8).max(4096);
const counts = z.array(count).min(1).max(16);
const unit = z.number().min(0).max(1);
const localised = z.strictObject({ en: z.string().min(1), ko: z.string().min(1) });

const rig = z.strictObject({
  id: rigId,
  /** World units from the origin. */
  radius: z.number().positive().max(1000),
  fovDeg: z.number().min(1).max(170),
  elevationDeg: z.number().min(-89).max(89),
  azimuthsDeg: z.array(z.number()).length(6),
  imageSize: pixels,
});

const matting = z.strictObject({
  kind: z.literal('unet'),
  file: fileName,
  config: z.looseObject({ size: pixels, channels: counts, groups: count }),
});

const centring = z.strictObject({
  method: z.literal('pixel_based'),
  ratio: z.number().min(0.01).max(1),
  size: pixels,
});

const pose = z.strictObject({
  file: fileName,
  rig: rigId,
  config: z.looseObject({
    size: pixels,
    stem: count,
    channels: counts.length(4),
    blocks: count,
    groups: count,
    fpn: count,
    width: count,
    heads: count,
    layers: count,
  }),
});

const scheduler = z.strictObject({
  betaStart: z.number().positive().max(1),
  betaEnd: z.number().positive().max(1),
  schedule: z.literal('scaled_linear'),
  trainSteps: z.int().min(1).max(10_000),
  prediction: z.literal('v_prediction'),
  stepsOffset: z.int().min(0).max(1),
  setAlphaToOne: z.boolean(),
  spacing: z.enum(['trailing', 'leading']),
  eta: unit,
});

const multiview = z.strictObject({
  rig: rigId,
  viewSize: pixels,
  unet: z.strictObject({
    file: fileName,
    config: z.looseObject({
      in_channels: count,
      out_channels: count,
      block_out_channels: counts,
      mv_attention: z.enum(['sparse', 'dense', 'plain']),
      num_views: z.literal(6),
    }),
  }),
  vae: z.strictObject({
    file: fileName,
    config: z.looseObject({
      block_out_channels: counts,
      layers_per_block: count,
      latent_channels: count,
      norm_num_groups: count,
      scaling_factor: z.number().positive(),
    }),
  }),
  viewEmbeds: z.strictObject({ file: fileName, tensor: z.string().min(1), rig: rigId }),
  heatmaps: z
    .strictObject({
      keypoints: z.literal(23),
      /** Latent pixels. */
      sigma: z.number().positive(),
      /** World units. */
      depthScale: z.number().positive(),
    })
    .optional(),
  scheduler,
});

const reconstruct = z.strictObject({
  kind: z.literal('gslrm'),
  file: fileName,
  rig: rigId,
  viewSize: pixels,
  config: z.looseObject({
    d: count,
    d_head: count,
    layers: count,
    patch: count,
    n_gaussians: z.int().min(0).max(1024),
    image: pixels,
    views: z.int().min(1).max(32),
  }),
  prune: z.strictObject({ keep_white_above: unit, max_tokens: count }).optional(),
  minOpacity: unit,
});

const manifestSchema = z
  .strictObject({
    format: z.literal('mouse-facelift-pack'),
    version: z.literal(1),
    id: packId,
    title: localised,
    licence: z.strictObject({ name: z.string().min(1), text: z.string() }),
    rig,
    stages: z.strictObject({ matting, centring, pose: pose.optional(), multiview, reconstruct }),
    defaults: z.strictObject({
      seed: z.int().min(0).max(0xffffffff),
      steps: z.int().min(1).max(1000),
      guidance: z.number().min(0).max(100),
    }),
    turntable: z.strictObject({
      elevationDeg: z.number().min(-89).max(89),
      frames: z.int().min(1).max(10_000),
      fps: z.number().positive().max(240),
    }),
    files: z
      .array(
        z.strictObject({
          name: fileName,
          bytes: z.int().min(1),
          sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits'),
        }),
      )
      .min(1)
      .max(64),
  })
  .check((context) => {
    const { stages, files } = context.value;
    const issue = (message: string) =>
      context.issues.push({ code: 'custom', message, input: context.value, path: [] });
    const listed = files.map((file) => file.name);
    if (new Set(listed).size < listed.length) issue('files: a name appears twice');
    for (const name of weightFiles(stages))
      if (!listed.includes(name)) issue(`files: ${name} is used by a stage but not listed`);
    if (stages.multiview.heatmaps && !stages.pose)
      issue('stages.multiview.heatmaps needs stages.pose');
    if (stages.reconstruct.config.views !== 6) issue('stages.reconstruct.config.views must be 6');
  });

/** What pack.json says (docs/models.md); configs of networks keep every key they came with. */
export type PackManifest = z.infer<typeof manifestSchema>;
type Stages = PackManifest['stages'];

function weightFiles(stages: Stages): string[] {
  const { matting, pose, multiview, reconstruct } = stages;
  const { unet, vae, viewEmbeds } = multiview;
  return [matting, pose, unet, vae, viewEmbeds, reconstruct].flatMap((part) => part?.file ?? []);
}

/** Checks the shape of pack.json, not yet whether its parts belong together: `checkRigs`. */
export function parseManifest(json: unknown): PackManifest {
  const result = manifestSchema.safeParse(json);
  if (result.success) return result.data;
  throw new AppError('pack-invalid', {
    message: `pack.json: ${z.prettifyError(result.error)}`,
    stage: 'load',
    values: { reason: result.error.issues[0].message },
    cause: result.error,
  });
}

/** The parts that do not share the rig of the pack's cameras, in words for the sentence. */
export function disagreeingParts(manifest: PackManifest): { part: string; rig: string }[] {
  const { pose, multiview, reconstruct } = manifest.stages;
  return [
    ...(pose ? [{ part: 'pose model', rig: pose.rig }] : []),
    { part: 'multi-view model', rig: multiview.rig },
    { part: 'view embeddings', rig: multiview.viewEmbeds.rig },
    { part: 'reconstructor', rig: reconstruct.rig },
  ].filter(({ rig }) => rig !== manifest.rig.id);
}

/**
 * Refuses a pack whose parts were trained on different rigs. Such a pack runs without any error and
 * gives subtly wrong shapes, which is why it takes an explicit choice (`allowMixedRigs`) to use one.
 */
export function checkRigs(manifest: PackManifest, allowMixedRigs = false): void {
  const odd = disagreeingParts(manifest);
  if (odd.length === 0 || allowMixedRigs) return;
  const list = odd.map(({ part, rig }) => `the ${part} (${rig})`).join(', ');
  throw new AppError('pack-mismatch', {
    message:
      `${manifest.id}: the cameras are those of rig ${manifest.rig.id}, but ${list} ` +
      `${odd.length > 1 ? 'were' : 'was'} trained on another; the shape would come out wrong`,
    stage: 'load',
    values: {
      part: odd.map(({ part }) => part).join(', '),
      rig: odd[0].rig,
      expected: manifest.rig.id,
    },
  });
}
