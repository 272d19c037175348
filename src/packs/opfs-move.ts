import { pin } from '../core/pinned.ts';

/** Whether an error is a DOMException of this name. */
export const hasName = (error: unknown, name: string) =>
  error instanceof DOMException && error.name === name;

export const isNotFound = (error: unknown) => hasName(error, 'NotFoundError');

/** A file that can be renamed. The types of the DOM do not have `move`, and not every browser has it. */
interface Movable extends FileSystemFileHandle {
  move?(name: string): Promise<void>;
}

/** Renames a file. False if the browser cannot do it, or refuses because there is a file with the new name. */
export async function moved(handle: Movable, name: string): Promise<boolean> {
  if (!handle.move) return false;
  try {
    await pin(handle, async (file) => file.move?.(name));
    return true;
  } catch (error) {
    if (hasName(error, 'InvalidModificationError') || hasName(error, 'TypeMismatchError'))
      return false;
    throw error;
  }
}
