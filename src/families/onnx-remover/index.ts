import type { Remover } from '../remover.ts';
import { onnxMask } from './mask.ts';
import { recogniseRemover } from './recognise.ts';
import { onnxMattingStage, type OnnxMattingStage } from './stage.ts';

/** Background removers that users bring as ONNX files: those of rembg (known.ts) and networks of the same build. */
export const onnxRemover: Remover<OnnxMattingStage> = {
  kind: 'onnx',
  schema: onnxMattingStage,
  open: (stage, runner) => ({ photoMask: (photo) => onnxMask(photo, stage, runner) }),
  async recognise(blob, path) {
    const { title, config } = await recogniseRemover(blob, path);
    return { title, stage: { kind: 'onnx', files: ['matting.onnx'], config } };
  },
};
