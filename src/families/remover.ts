import type { z } from 'zod';
import type { PlanarImage, RgbaImage } from '../core/image/image.ts';
import type { NetworkRunner } from './runner.ts';

/** `stages.matting` of pack.json: the keys that all its kinds have. */
export interface MattingSection {
  kind: string;
  files: string[];
  config: object;
}

/** A network that makes the mask of a whole photo. It prepares the photo as its authors do. */
interface PhotoNetwork {
  /** 0…1, row-major, of the photo's size. */
  photoMask(photo: RgbaImage): Promise<Float32Array<ArrayBuffer>>;
}

/** A network that makes masks of squares of several sizes. The matting stage chooses the squares. */
export interface SquareNetwork {
  /** Pixels across the square that it was trained on. */
  size: number;
  /** The size of other squares is a multiple of this. */
  sizeStep: number;
  /** @param square −1…1, RGB; @returns one channel, 0…1 */
  squareMask(square: PlanarImage): Promise<PlanarImage>;
}

/** A file recognised as a background remover, as pack.json will describe it. */
export interface RecognisedRemover {
  /** Shown in the import panel. */
  title: string;
  /** `stages.matting`. The file gets the name `files[0]`. */
  stage: MattingSection;
}

/** A family that makes the mask of a photo. */
export interface Remover<Section extends MattingSection = MattingSection> {
  kind: string;
  /** `stages.matting` of pack.json for this kind. */
  schema: z.ZodType<Section> & z.core.$ZodTypeDiscriminable;
  /** Prepares the network. It gets a session when it runs first. */
  open(section: Section, runner: NetworkRunner): PhotoNetwork | SquareNetwork;
  /**
   * Recognises a file that a user brought. Absent if these networks come only with packs.
   * @throws AppError `remover-unknown`
   */
  recognise?(blob: Blob, path: string): Promise<RecognisedRemover>;
}
