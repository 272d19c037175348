import { z } from 'zod';
import { files, pixels } from '../fields.ts';

/** `stages.matting` of pack.json for a background remover from an ONNX file: how its input is made and its output read. */
export const onnxMattingStage = z.strictObject({
  kind: z.literal('onnx'),
  files: files.length(1),
  config: z.strictObject({
    size: pixels,
    /** Pixels are divided by the picture's own maximum, or by 255. */
    divideBy: z.enum(['maximum', '255']),
    mean: z.array(z.number()).length(3),
    std: z.array(z.number().positive()).length(3),
    /** The output holds logits. */
    sigmoid: z.boolean(),
  }),
});

export type OnnxMattingStage = z.infer<typeof onnxMattingStage>;
export type RemoverConfig = OnnxMattingStage['config'];
