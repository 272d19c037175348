import { isTooLarge } from '../../pipeline/photo/limits.ts';
import { readHeader } from '../../pipeline/photo/read-header.ts';

/**
 * Whether the page may show a user's file in an `<img>`. The browser decodes the file for that, so the same limits
 * apply as in the pipeline. Browsers do not show PNM files, and most do not show TIFF files. Resolves with false for a file that cannot be read.
 */
export async function isShowable(file: Blob): Promise<boolean> {
  const header = await readHeader(file).catch(() => null);
  return header?.size && header.format !== 'pnm' ? !isTooLarge(header.size) : false;
}
