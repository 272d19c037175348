import type { Remover } from '../remover.ts';
import { onnxMask } from './mask.ts';
import { recogniseRemover } from './recognise.ts';
import { onnxMattingSection, type OnnxMattingSection } from './section.ts';

/**
 * Background removers that users import as ONNX files: rembg's models (known.ts), and networks of the same
 * architectures.
 */
export const onnxRemover: Remover<OnnxMattingSection> = {
  kind: 'onnx',
  schema: onnxMattingSection,
  open: (section, runner) => ({ photoMask: (photo) => onnxMask(photo, section, runner) }),
  async recognise(blob, path, onPiece) {
    const { title, config } = await recogniseRemover(blob, path, undefined, onPiece);
    return { title, stage: { kind: 'onnx', files: ['matting.onnx'], config } };
  },
};
