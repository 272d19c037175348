import path from 'node:path';
import { stemOf } from '../../src/pipeline/posed/mask-names.ts';
import { UsageError } from '../command.ts';

/**
 * Files by their stems.
 * @throws UsageError if two files differ only in their endings: it is not clear which of them is meant
 */
export function byStem(files: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of files) {
    const other = found.get(stemOf(file));
    if (other)
      throw new UsageError(
        `${path.dirname(file)} contains both ${path.basename(other)} and ${path.basename(file)}. Keep one of them.`,
      );
    found.set(stemOf(file), file);
  }
  return found;
}
