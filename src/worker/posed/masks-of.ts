import type { CameraEntry } from '../../core/camera/files/index.ts';
import { pictureNamed } from '../../core/camera/files/pairing.ts';
import { AppError } from '../../core/errors.ts';
import { baseName, maskNames, stemOf } from '../../pipeline/posed/mask-names.ts';
import type { SampleFile, SampleFiles } from '../dropped/samples.ts';

/** The masks of a sample. */
interface Masks {
  /** Files that the cameras name as masks. They are no pictures. */
  named: SampleFile[];
  /**
   * The mask of a picture: the one that its camera names, else the one of its name. Null: the sample has no masks.
   * @param number of the camera
   * @throws AppError `mask-missing`
   */
  maskOf: (number: number, picture: SampleFile) => SampleFile | null;
}

const missing = (file: string, message: string) =>
  new AppError('mask-missing', { message, stage: 'photo', values: { file } });

/**
 * The file that a camera names as its mask. Among the masks, folders and endings may differ, as with pictures. Among the
 * pictures they may not: a picture and its mask often have the same name in two folders.
 */
function fileNamed(mask: string, { pictures, masks }: SampleFiles): SampleFile | undefined {
  const found = pictureNamed(
    mask,
    masks.map(({ path }) => path),
  );
  if (typeof found === 'number') return masks[found];
  const whole = mask.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
  return pictures.find(({ path }) => path === whole || path.endsWith(`/${whole}`));
}

/** Finds the masks of a sample. @throws AppError `mask-missing` if a camera names one that is not there */
export function masksOf(files: SampleFiles, entries: readonly CameraEntry[]): Masks {
  const { masks, camerasName } = files;
  const byCamera = entries.map(({ mask }) => {
    if (mask === undefined) return null;
    const file = fileNamed(mask, files);
    if (file) return file;
    throw missing(baseName(mask), `${camerasName} names the mask ${mask}, which is not there.`);
  });
  const paths = files.pictures.map(({ path }) => path);
  const byStem = new Map(masks.map((mask) => [stemOf(mask.path), mask]));
  return {
    named: byCamera.filter((file) => file !== null),
    maskOf(number, picture) {
      if (byCamera[number]) return byCamera[number];
      if (masks.length === 0) return null;
      const found = maskNames(picture.path, paths).flatMap((name) => byStem.get(name) ?? []);
      if (found.length > 0) return found[0];
      const name = baseName(picture.path);
      throw missing(name, `There are ${masks.length} masks, but none for ${picture.path}.`);
    },
  };
}
