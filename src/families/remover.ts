import type { z } from 'zod';
import type { PlanarImage, RgbaImage } from '../core/image/image.ts';
import type { NetworkRunner } from './runner.ts';

/** `stages.matting` of pack.json: the keys that all its kinds have. */
export interface MattingSection {
  kind: string;
  files: string[];
  config: object;
}

/** A network that makes the mask of a whole photo. The photo is prepared as the network's authors do it. */
interface PhotoNetwork {
  /** 0…1, row-major, of the photo's size. */
  photoMask(photo: RgbaImage): Promise<Float32Array<ArrayBuffer>>;
}

/** A network that makes masks of square pictures of several sizes. The matting stage makes these pictures. */
export interface SquareNetwork {
  /** Side of the input that the network was trained with, pixels. */
  size: number;
  /** The side of every input must be a multiple of this, pixels. */
  sizeStep: number;
  /** @param square −1…1, RGB; @returns one channel, 0…1 */
  squareMask(square: PlanarImage): Promise<PlanarImage>;
}

/** A file that was recognised as a background remover. */
export interface RecognisedRemover {
  /** Shown in the import panel. */
  title: string;
  /** `stages.matting` of the new pack. The file gets the name `files[0]` in the pack. */
  stage: MattingSection;
}

/** A family that makes the mask of a photo. */
export interface Remover<Section extends MattingSection = MattingSection> {
  kind: string;
  /** `stages.matting` of pack.json for this kind. */
  schema: z.ZodType<Section> & z.core.$ZodTypeDiscriminable;
  /** Prepares the network. The session is created in the first run. */
  open(section: Section, runner: NetworkRunner): PhotoNetwork | SquareNetwork;
  /**
   * Recognises a file that a user brought. Absent if users cannot import networks of this family.
   * @param onPiece called before each piece of the file is read
   * @throws AppError `remover-unknown`
   */
  recognise?(blob: Blob, path: string, onPiece?: () => void): Promise<RecognisedRemover>;
}
