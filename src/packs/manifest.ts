import { z } from 'zod';
import { viewsOfRig } from '../core/camera/rig.ts';
import { AppError } from '../core/errors.ts';
import { fileName } from '../families/fields.ts';
import { multiviewModel, poseModel, reconstructorOf } from '../families/index.ts';
import { localised, packId, rig } from './manifest-fields.ts';
import { centringStage, mattingStage, reconstructStage } from './manifest-stages.ts';

export { packId };

const manifestSchema = z
  .strictObject({
    format: z.literal('mouse-facelift-pack'),
    version: z.literal(2),
    id: packId,
    title: localised,
    licence: z.strictObject({ name: z.string().min(1), text: z.string() }),
    rig,
    /** The user allowed parts that were trained with different rigs. Without this key, a pack with different rigs is refused. */
    mixedRigs: z.literal(true).optional(),
    /** Without a multi-view model, a pack takes posed views only. */
    stages: z.strictObject({
      matting: mattingStage.optional(),
      centring: centringStage.optional(),
      pose: poseModel.schema.optional(),
      multiview: multiviewModel.schema.optional(),
      reconstruct: reconstructStage,
    }),
    defaults: z.strictObject({
      seed: z.int().min(0).max(0xffffffff),
      steps: z.int().min(1).max(1000),
      guidance: z.number().min(0).max(100),
    }),
    turntable: z.strictObject({
      elevationDeg: z.number().min(-89).max(89),
      /** The up direction of the world, of length 1. The default is Z. */
      up: z.array(z.number().min(-1).max(1)).length(3).optional(),
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
    const { stages, files, rig } = context.value;
    const issue = (message: string) =>
      context.issues.push({ code: 'custom', message, input: context.value, path: [] });
    const listed = files.map((file) => file.name);
    if (new Set(listed).size < listed.length) issue('files: a name appears twice');
    for (const name of weightFiles(stages))
      if (!listed.includes(name)) issue(`files: ${name} is used by a stage but not listed`);
    const { multiview: multiviewStage, reconstruct } = stages;
    if (multiviewStage && !(stages.matting && stages.centring))
      issue('stages.multiview needs stages.matting and stages.centring');
    for (const key of ['heatmaps', 'subject'] as const)
      if (multiviewStage?.[key] && !stages.pose) issue(`stages.multiview.${key} needs stages.pose`);
    for (const problem of multiviewStage ? multiviewModel.problems(multiviewStage, rig) : [])
      issue(`stages.multiview.${problem}`);
    const problem = reconstructorOf(reconstruct).problem(
      reconstruct,
      viewsOfRig(rig),
      multiviewStage !== undefined,
    );
    if (problem) issue(`stages.reconstruct.${problem}`);
  });

/** The content of pack.json (docs/models.md). Configs of networks keep all keys, even keys that are not read. */
export type PackManifest = z.infer<typeof manifestSchema>;
type Stages = PackManifest['stages'];

/** The sections of a pack that starts from a photo. Matting, centring and the multi-view model are always present. */
export type PhotoStages = Stages & Required<Pick<Stages, 'matting' | 'centring' | 'multiview'>>;

/**
 * The sections of a pack that starts from a photo.
 * @throws AppError `pack-views-only` for a pack that takes posed views only
 */
export function photoStages({ id, stages }: PackManifest): PhotoStages {
  const { matting, centring, multiview } = stages;
  if (matting && centring && multiview) return { ...stages, matting, centring, multiview };
  throw new AppError('pack-views-only', {
    message: `${id} has a reconstructor only: it takes posed views, not a photo`,
    stage: 'load',
    values: { pack: id },
  });
}

/** Names of the weight files that the sections use. */
function weightFiles(stages: Stages): string[] {
  const { matting, pose, multiview, reconstruct } = stages;
  const networks = [
    matting,
    pose,
    multiview?.unet,
    multiview?.vae,
    multiview?.imageEncoder,
    reconstruct,
  ];
  const embeds = multiview ? [multiview.viewEmbeds.file] : [];
  return [...networks.flatMap((network) => network?.files ?? []), ...embeds];
}

/**
 * Checks a parsed pack.json against the schema. `checkRigs` checks whether the parts have the same rig.
 * @throws AppError `pack-invalid`
 */
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
