import { invalidCheckpoint, quoted, readRange } from '../checkpoint-errors.ts';
import { findDirectory, uint64 } from './zip-end.ts';

/** One stored file of a zip archive. */
export interface ZipEntry {
  /** A name, never a path of this machine. */
  name: string;
  /** Bytes, stored as they are. */
  size: number;
  /** Absolute byte offset of the local header. */
  headerOffset: number;
  nameBytes: number;
  /** Everything of this entry lies before this byte: the next entry, or the directory. */
  limit: number;
}

/** A directory of 2,000 tensors has 0.2 MB. */
const MAX_DIRECTORY_BYTES = 32 * 2 ** 20;
const MAX_ENTRIES = 250_000;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
/** Encrypted, patched, strongly encrypted, masked. */
const FORBIDDEN_FLAGS = 0x0001 | 0x0020 | 0x0040 | 0x2000;

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads the central directory of a zip file (zip64 included) whose entries are all stored, not compressed, as torch
 * writes them. Nothing else is read. Every claim is checked against the file's size before anything is allocated from it;
 * what does not hold is refused (`checkpoint-invalid`). CRCs are not compared: torch can be told not to compute them.
 */
export async function readZip(blob: Blob, file: string): Promise<ReadonlyMap<string, ZipEntry>> {
  const place = await findDirectory(blob, file);
  if (place.entries > MAX_ENTRIES || place.byteLength > MAX_DIRECTORY_BYTES)
    throw invalidCheckpoint(file, `claims ${place.entries} zip entries: too many`);
  if (place.entries * CENTRAL_BYTES > place.byteLength)
    throw invalidCheckpoint(file, `claims ${place.entries} zip entries and has no room for them`);
  const bytes = await readRange(blob, place.offset, place.offset + place.byteLength, file);

  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let i = 0; i < place.entries; i++) {
    const read = readCentral(bytes, at);
    if (typeof read === 'string') throw invalidCheckpoint(file, `zip entry ${i}: ${read}`);
    const { name } = read.entry;
    if (entries.has(name)) throw invalidCheckpoint(file, `two zip entries ${quoted(name)}`);
    entries.set(name, read.entry);
    at = read.next;
  }
  if (at !== bytes.length) throw invalidCheckpoint(file, 'its zip directory has bytes left over');

  const inOrder = [...entries.values()].sort((a, b) => a.headerOffset - b.headerOffset);
  inOrder.forEach((entry, i) => {
    entry.limit = inOrder[i + 1]?.headerOffset ?? place.offset;
    // The local extra field is not known yet; `dataOffset` looks again with it.
    if (!(entry.headerOffset + LOCAL_BYTES + entry.nameBytes + entry.size <= entry.limit))
      throw invalidCheckpoint(
        file,
        `zip entry ${quoted(entry.name)} overlaps another or lies outside`,
      );
  });
  return entries;
}

/** One central header (APPNOTE 4.3.12), or what is wrong with it. */
function readCentral(bytes: Uint8Array, at: number): { entry: ZipEntry; next: number } | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + CENTRAL_BYTES > bytes.length || view.getUint32(at, true) !== 0x02014b50)
    return 'no directory entry there';
  const nameBytes = view.getUint16(at + 28, true);
  const extraBytes = view.getUint16(at + 30, true);
  const extraAt = at + CENTRAL_BYTES + nameBytes;
  const next = extraAt + extraBytes + view.getUint16(at + 32, true);
  if (next > bytes.length) return 'the directory ends in it';

  const name = entryName(bytes.subarray(at + CENTRAL_BYTES, extraAt));
  if (name === null) return 'an unusable name';
  if (view.getUint16(at + 8, true) & FORBIDDEN_FLAGS) return `${quoted(name)} is encrypted`;
  if (view.getUint16(at + 10, true) !== 0) return `${quoted(name)} is compressed`;
  if (view.getUint16(at + 34, true) !== 0) return `${quoted(name)} lies in another part`;
  const wide = wideFields(view, extraAt, extraAt + extraBytes, [
    view.getUint32(at + 24, true),
    view.getUint32(at + 20, true),
    view.getUint32(at + 42, true),
  ]);
  if (!wide) return `${quoted(name)} has a bad zip64 field`;
  const [size, storedSize, headerOffset] = wide;
  if (size !== storedSize) return `${quoted(name)} is stored as it is, yet has two sizes`;
  return { entry: { name, size, headerOffset, nameBytes, limit: 0 }, next };
}

/** A relative name of plain parts, or null. */
function entryName(bytes: Uint8Array): string | null {
  let name: string;
  try {
    name = decoder.decode(bytes);
  } catch {
    return null;
  }
  const plain = !/[\\\p{Cc}]|^[a-z]:/iu.test(name);
  return plain && name.split('/').every((part) => !['', '.', '..'].includes(part)) ? name : null;
}

/** Size, stored size and offset, from the zip64 extra field (APPNOTE 4.5.3) where the short field says so. */
function wideFields(view: DataView, start: number, end: number, short: number[]): number[] | null {
  let field: { at: number; end: number } | null = null;
  let at = start;
  while (at < end) {
    if (at + 4 > end) return null;
    const fieldEnd = at + 4 + view.getUint16(at + 2, true);
    if (fieldEnd > end) return null;
    if (view.getUint16(at, true) === 1) {
      if (field) return null;
      field = { at: at + 4, end: fieldEnd };
    }
    at = fieldEnd;
  }
  const wide: number[] = [];
  for (const value of short) {
    if (value !== 0xffffffff) wide.push(value);
    else {
      if (!field || field.at + 8 > field.end) return null;
      wide.push(uint64(view, field.at));
      field.at += 8;
    }
  }
  return wide;
}

/** Absolute byte offset of an entry's data, from its local header, which must agree with the directory. */
export async function dataOffset(blob: Blob, entry: ZipEntry, file: string): Promise<number> {
  const refuse = (why: string) =>
    invalidCheckpoint(file, `zip entry ${quoted(entry.name)}: ${why}`);
  const headerEnd = entry.headerOffset + LOCAL_BYTES + entry.nameBytes;
  const bytes = await readRange(blob, entry.headerOffset, headerEnd, file);
  const view = new DataView(bytes.buffer);
  if (view.getUint32(0, true) !== 0x04034b50) throw refuse('no local header there');
  const flags = view.getUint16(6, true);
  if (flags & FORBIDDEN_FLAGS) throw refuse('encrypted');
  if (view.getUint16(8, true) !== 0) throw refuse('compressed');
  // A writer that streams leaves the sizes open; 0xffffffff sends on to the zip64 field.
  const fits = (size: number) =>
    size === entry.size || size === 0xffffffff || (size === 0 && (flags & 8) !== 0);
  if (!fits(view.getUint32(18, true)) || !fits(view.getUint32(22, true)))
    throw refuse('its two headers give different sizes');
  if (
    view.getUint16(26, true) !== entry.nameBytes ||
    entryName(bytes.subarray(LOCAL_BYTES)) !== entry.name
  )
    throw refuse('its two headers give different names');
  const start = headerEnd + view.getUint16(28, true);
  if (start + entry.size > entry.limit) throw refuse('overlaps the next one');
  return start;
}
