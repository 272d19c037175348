import { z } from 'zod';
import { reconstructors, removers } from '../families/index.ts';
import { pixels } from '../families/fields.ts';

/** Schemas of the stages of pack.json that several families share (docs/models.md). */

export const centring = z.strictObject({
  method: z.literal('pixel_based'),
  ratio: z.number().min(0.01).max(1),
  size: pixels,
});

const [firstRemover, ...otherRemovers] = removers.map(({ schema }) => schema);
export const matting = z.discriminatedUnion('kind', [firstRemover, ...otherRemovers]);

const [firstReconstructor, ...otherReconstructors] = reconstructors.map(({ schema }) => schema);
export const reconstruct = z.discriminatedUnion('kind', [
  firstReconstructor,
  ...otherReconstructors,
]);
