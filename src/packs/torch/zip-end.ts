import { damagedCheckpoint, readRange } from '../checkpoint/errors.ts';

/** Position of the central directory of a zip file. */
interface ZipDirectory {
  /** Absolute byte offset. */
  offset: number;
  byteLength: number;
  entries: number;
}

const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const END64_BYTES = 56;

/**
 * Reads an unsigned 64-bit field, little endian. A value above Number.MAX_SAFE_INTEGER becomes Infinity, so that every
 * check against a file size fails.
 */
export const uint64 = (view: DataView, at: number): number => {
  const value = view.getBigUint64(at, true);
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Infinity : Number(value);
};

/**
 * Reads the end records (APPNOTE 4.3.14 to 4.3.16): the end of central directory, and the zip64 record if the file has
 * one. The records must be the last bytes of the file and must follow the directory without a gap, as torch writes them.
 * This rule makes sure that a file can be read in one way only.
 * @throws AppError `checkpoint-invalid`
 */
export async function findDirectory(blob: Blob, file: string): Promise<ZipDirectory> {
  const refuse = (why: string) => damagedCheckpoint(file, why);
  if (blob.size < END_BYTES) throw refuse(`${blob.size} bytes are too few for a zip file`);
  const start = Math.max(0, blob.size - END_BYTES - LOCATOR_BYTES - END64_BYTES);
  const view = new DataView((await readRange(blob, start, blob.size, file)).buffer);
  const end = view.byteLength - END_BYTES;
  if (view.getUint32(end, true) !== 0x06054b50 || view.getUint16(end + 20, true) !== 0)
    throw refuse('the zip directory at its end is missing');

  const disks = [view.getUint16(end + 4, true), view.getUint16(end + 6, true)];
  const counts = [view.getUint16(end + 8, true), view.getUint16(end + 10, true)];
  let directory: ZipDirectory = {
    entries: counts[1],
    byteLength: view.getUint32(end + 12, true),
    offset: view.getUint32(end + 16, true),
  };
  let directoryEnd = start + end;

  const locator = end - LOCATOR_BYTES;
  if (locator >= 0 && view.getUint32(locator, true) === 0x07064b50) {
    const end64 = locator - END64_BYTES;
    if (
      end64 < 0 ||
      uint64(view, locator + 8) !== start + end64 ||
      view.getUint32(end64, true) !== 0x06064b50 ||
      uint64(view, end64 + 4) !== END64_BYTES - 12
    )
      throw refuse('the zip64 record is not at the stated position');
    disks.push(view.getUint32(locator + 4, true), view.getUint32(locator + 16, true) - 1);
    disks.push(view.getUint32(end64 + 16, true), view.getUint32(end64 + 20, true));
    const zip64: ZipDirectory = {
      entries: uint64(view, end64 + 32),
      byteLength: uint64(view, end64 + 40),
      offset: uint64(view, end64 + 48),
    };
    // A narrow field contains the value. If all bits are set, only the zip64 record contains the value.
    const agrees = (narrow: number, full: number, none: number) =>
      narrow === none || narrow === full;
    if (
      uint64(view, end64 + 24) !== zip64.entries ||
      !counts.every((count) => agrees(count, zip64.entries, 0xffff)) ||
      !agrees(directory.byteLength, zip64.byteLength, 0xffffffff) ||
      !agrees(directory.offset, zip64.offset, 0xffffffff)
    )
      throw refuse('its two zip directories disagree');
    directory = zip64;
    directoryEnd = start + end64;
  } else if (counts[0] !== counts[1])
    throw refuse('its zip directory states two different numbers of entries');

  if (disks.some((disk) => disk !== 0)) throw refuse('is one part of a zip file that was split');
  if (directory.offset + directory.byteLength !== directoryEnd)
    throw refuse('the zip directory does not end where its end record begins');
  return directory;
}
