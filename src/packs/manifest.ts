import { z } from 'zod';
import { viewsOfRig } from '../core/camera/rig.ts';
import { AppError } from '../core/errors.ts';
import { fileName } from '../families/fields.ts';
import { multiview, pose, reconstructorOf } from '../families/index.ts';
import { localised, packId, rig } from './manifest-fields.ts';
import { centring, matting, reconstruct } from './manifest-stages.ts';

export { packId };

const manifestSchema = z
  .strictObject({
    format: z.literal('mouse-facelift-pack'),
    version: z.literal(2),
    id: packId,
    title: localised,
    licence: z.strictObject({ name: z.string().min(1), text: z.string() }),
    rig,
    /** Somebody chose to put parts of different rigs together; without it such a pack is refused. */
    mixedRigs: z.literal(true).optional(),
    /** A pack without a multi-view model takes posed views only (the direct path). */
    stages: z.strictObject({
      matting: matting.optional(),
      centring: centring.optional(),
      pose: pose.schema.optional(),
      multiview: multiview.schema.optional(),
      reconstruct,
    }),
    defaults: z.strictObject({
      seed: z.int().min(0).max(0xffffffff),
      steps: z.int().min(1).max(1000),
      guidance: z.number().min(0).max(100),
    }),
    turntable: z.strictObject({
      elevationDeg: z.number().min(-89).max(89),
      /** The world's up, of length 1; without it Z. */
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
    const { multiview: painter, reconstruct } = stages;
    if (painter && !(stages.matting && stages.centring))
      issue('stages.multiview needs stages.matting and stages.centring');
    for (const part of ['heatmaps', 'subject'] as const)
      if (painter?.[part] && !stages.pose) issue(`stages.multiview.${part} needs stages.pose`);
    for (const problem of painter ? multiview.problems(painter, rig) : [])
      issue(`stages.multiview.${problem}`);
    const problem = reconstructorOf(reconstruct).problem(
      reconstruct,
      viewsOfRig(rig),
      painter !== undefined,
    );
    if (problem) issue(`stages.reconstruct.${problem}`);
  });

/** What pack.json says (docs/models.md); configs of networks keep every key they came with. */
export type PackManifest = z.infer<typeof manifestSchema>;
type Stages = PackManifest['stages'];

/** The stages of a pack that makes views from a photo; one without them takes posed views only. */
export type PhotoStages = Stages & Required<Pick<Stages, 'matting' | 'centring' | 'multiview'>>;

/** @throws AppError `pack-views-only` for a pack that cannot start from a photo */
export function photoStages({ id, stages }: PackManifest): PhotoStages {
  const { matting, centring, multiview } = stages;
  if (matting && centring && multiview) return { ...stages, matting, centring, multiview };
  throw new AppError('pack-views-only', {
    message: `${id} has a reconstructor only: it takes posed views, not a photo`,
    stage: 'load',
    values: { pack: id },
  });
}

function weightFiles(stages: Stages): string[] {
  const { matting, pose, multiview, reconstruct } = stages;
  const parts = [
    matting,
    pose,
    multiview?.unet,
    multiview?.vae,
    multiview?.imageEncoder,
    reconstruct,
  ];
  const embeds = multiview ? [multiview.viewEmbeds.file] : [];
  return [...parts.flatMap((part) => part?.files ?? []), ...embeds];
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
