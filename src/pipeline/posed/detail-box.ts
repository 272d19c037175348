import { extentOf, squareAround, type Box } from '../matting/crop-box.ts';
import type { Truth } from './truth.ts';

/** Side of the detail around the subject, as a multiple of the subject's longer side. */
const MARGIN = 1.35;

/** A square around the subject of a mask. Null if the mask is empty, or if the subject fills the picture. */
export function detailBox({
  image: { width, height },
  mask,
}: Pick<Truth, 'mask'> & { image: Pick<Truth['image'], 'width' | 'height'> }): Box | null {
  const subject = extentOf(Float32Array.from(mask), width, height);
  return subject && squareAround(subject, { width, height }, MARGIN);
}
