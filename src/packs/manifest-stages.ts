import { z } from 'zod';
import { reconstructors, removers } from '../families/index.ts';
import { pixels } from '../families/fields.ts';

/** Schemas of those sections of pack.json (docs/models.md) that do not belong to a single family. */

/** How the mouse is centred: `ratio` is √(mouse pixels / all pixels) of the subject. `size` is its width in pixels. */
export const centringStage = z.strictObject({
  method: z.literal('pixel_based'),
  ratio: z.number().min(0.01).max(1),
  size: pixels,
});

const [firstRemover, ...otherRemovers] = removers.map(({ schema }) => schema);
/** A background remover of any family. */
export const mattingStage = z.discriminatedUnion('kind', [firstRemover, ...otherRemovers]);

const [firstReconstructor, ...otherReconstructors] = reconstructors.map(({ schema }) => schema);
/** A reconstructor of any family. */
export const reconstructStage = z.discriminatedUnion('kind', [
  firstReconstructor,
  ...otherReconstructors,
]);
