import type { z } from 'zod';
import type { PlanarImage, RgbaImage } from '../core/image/image.ts';
import type { Runner } from './runner.ts';

/** `stages.matting` of pack.json, as far as the pipeline knows it. */
export interface MattingStage {
  kind: string;
  files: string[];
  config: object;
}

/** A network that makes the mask of a whole photo, prepared as its authors do it. */
export interface PhotoNetwork {
  /** 0…1, row-major, of the photo's size. */
  photoMask(photo: RgbaImage): Promise<Float32Array<ArrayBuffer>>;
}

/** A network that masks squares of several sizes. The matting stage decides which squares. */
export interface SquareNetwork {
  /** Pixels across the square that it was trained on. */
  size: number;
  /** Other squares are a multiple of this. */
  sizeStep: number;
  /** @param square −1…1, RGB; @returns one channel, 0…1 */
  squareMask(square: PlanarImage): Promise<PlanarImage>;
}

/** A file recognised as a background remover, as pack.json will describe it. */
export interface RecognisedRemover {
  /** For the import panel. */
  title: string;
  /** `stages.matting`; its file is called `files[0]`. */
  stage: MattingStage;
}

/** A family that finds the mouse in a photo. */
export interface Remover<Stage extends MattingStage = MattingStage> {
  kind: string;
  /** `stages.matting` of pack.json for this kind. */
  schema: z.ZodType<Stage> & z.core.$ZodTypeDiscriminable;
  open(stage: Stage, runner: Runner): PhotoNetwork | SquareNetwork;
  /**
   * Recognises a file that a user brought. Absent: such networks come with packs only.
   * @throws AppError `remover-unknown`
   */
  recognise?(blob: Blob, path: string): Promise<RecognisedRemover>;
}
