import { z } from 'zod';
import { files, pixels } from '../fields.ts';

/**
 * `stages.matting` of pack.json for a background remover from an ONNX file: how to make its input and read its
 * output.
 */
export const onnxMattingSection = z.strictObject({
  kind: z.literal('onnx'),
  files: files.length(1),
  config: z.strictObject({
    size: pixels,
    /** Values 0…255 are divided by the highest value of the resized photo, or by 255. */
    divideBy: z.enum(['maximum', '255']),
    mean: z.array(z.number()).length(3),
    std: z.array(z.number().positive()).length(3),
    /** True: the output is logits, and a sigmoid is applied. */
    sigmoid: z.boolean(),
  }),
});

export type OnnxMattingSection = z.infer<typeof onnxMattingSection>;
export type RemoverConfig = OnnxMattingSection['config'];
