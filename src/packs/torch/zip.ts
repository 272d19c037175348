import { quoted } from '../../core/quoted.ts';
import { damagedCheckpoint, invalidCheckpoint, readRange } from '../checkpoint/errors.ts';
import { findDirectory, uint64 } from './zip-end.ts';

/** One stored file of a zip archive. */
export interface ZipEntry {
  /** Name inside the archive. It is never used as a path on this machine. */
  name: string;
  /** Bytes in the file. */
  size: number;
  /** Why the bytes are not those of the content. Undefined if they are. Only such an entry can be read. */
  packed?: 'compressed' | 'encrypted';
  /** Absolute byte offset of the local header. */
  headerOffset: number;
  /** Length of the name, bytes. */
  nameBytes: number;
  /** Absolute byte offset of the next entry, or of the directory. This entry must end at or before this offset. */
  limit: number;
}

/** Largest directory that is read, bytes. A directory of 2,000 tensors has 0.2 MB. */
const MAX_DIRECTORY_BYTES = 32 * 2 ** 20;
const MAX_ENTRIES = 250_000;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
/** Flags of encrypted, patched, strongly encrypted and masked entries. */
const FORBIDDEN_FLAGS = 0x0001 | 0x0020 | 0x0040 | 0x2000;

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads the central directory of a zip file (zip64 included). The entries themselves are not read. Every stated number is
 * checked against the file's size before memory is allocated. CRCs are not compared, because torch can be configured not
 * to compute them. torch stores weights uncompressed: `requireStored` refuses other entries.
 * @returns the entries by name
 * @throws AppError `checkpoint-invalid` if anything is inconsistent
 */
export async function readZip(blob: Blob, file: string): Promise<ReadonlyMap<string, ZipEntry>> {
  const directory = await findDirectory(blob, file);
  if (directory.entries > MAX_ENTRIES || directory.byteLength > MAX_DIRECTORY_BYTES)
    throw invalidCheckpoint(file, 'limits', `claims ${directory.entries} zip entries: too many`);
  if (directory.entries * CENTRAL_BYTES > directory.byteLength)
    throw damagedCheckpoint(
      file,
      `claims ${directory.entries} zip entries and has no room for them`,
    );
  const bytes = await readRange(
    blob,
    directory.offset,
    directory.offset + directory.byteLength,
    file,
  );

  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let i = 0; i < directory.entries; i++) {
    const read = readCentral(bytes, at);
    if (typeof read === 'string') throw damagedCheckpoint(file, `zip entry ${i}: ${read}`);
    const { name } = read.entry;
    if (entries.has(name))
      throw damagedCheckpoint(file, `contains two zip entries with the name ${quoted(name)}`);
    entries.set(name, read.entry);
    at = read.next;
  }
  if (at !== bytes.length) throw damagedCheckpoint(file, 'its zip directory has bytes left over');

  const inOrder = [...entries.values()].sort((a, b) => a.headerOffset - b.headerOffset);
  inOrder.forEach((entry, i) => {
    entry.limit = inOrder[i + 1]?.headerOffset ?? directory.offset;
    // The length of the local extra field is not known yet. `dataOffset` checks again with it.
    if (!(entry.headerOffset + LOCAL_BYTES + entry.nameBytes + entry.size <= entry.limit))
      throw damagedCheckpoint(
        file,
        `zip entry ${quoted(entry.name)} overlaps another or lies outside the file`,
      );
  });
  return entries;
}

/**
 * Reads one central header (APPNOTE 4.3.12). Returns the entry and the index of the next header. A text as result says
 * what is wrong with the header.
 */
function readCentral(bytes: Uint8Array, at: number): { entry: ZipEntry; next: number } | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + CENTRAL_BYTES > bytes.length || view.getUint32(at, true) !== 0x02014b50)
    return 'there is no directory entry';
  const nameBytes = view.getUint16(at + 28, true);
  const extraBytes = view.getUint16(at + 30, true);
  const extraAt = at + CENTRAL_BYTES + nameBytes;
  const next = extraAt + extraBytes + view.getUint16(at + 32, true);
  if (next > bytes.length) return 'the directory ends within it';

  const name = entryName(bytes.subarray(at + CENTRAL_BYTES, extraAt));
  if (name === null) return 'has an unusable name';
  const encrypted = (view.getUint16(at + 8, true) & FORBIDDEN_FLAGS) !== 0;
  const compressed = view.getUint16(at + 10, true) !== 0;
  if (view.getUint16(at + 34, true) !== 0)
    return `${quoted(name)} is in another part of a split archive`;
  const fields = zip64Fields(view, extraAt, extraAt + extraBytes, [
    view.getUint32(at + 24, true),
    view.getUint32(at + 20, true),
    view.getUint32(at + 42, true),
  ]);
  if (!fields) return `${quoted(name)} has a bad zip64 field`;
  const [size, storedSize, headerOffset] = fields;
  const packed = encrypted ? 'encrypted' : compressed ? 'compressed' : undefined;
  if (size !== storedSize && !packed) return `${quoted(name)} is not compressed but has two sizes`;
  return { entry: { name, size: storedSize, packed, headerOffset, nameBytes, limit: 0 }, next };
}

/** Decodes the name of an entry. Null if the name is not UTF-8 or not a plain relative path. */
function entryName(bytes: Uint8Array): string | null {
  let name: string;
  try {
    name = decoder.decode(bytes);
  } catch {
    return null;
  }
  const plain = !/[\\\p{Cc}]|^[a-z]:/iu.test(name);
  // Zip programs write entries for folders, too. torch does not.
  return plain &&
    name
      .replace(/\/$/, '')
      .split('/')
      .every((segment) => !['', '.', '..'].includes(segment))
    ? name
    : null;
}

/**
 * The full values of 32-bit fields. A field of 0xffffffff is replaced by the next number of the zip64 extra field
 * (APPNOTE 4.5.3). Null if the extra fields are damaged.
 */
function zip64Fields(view: DataView, start: number, end: number, short: number[]): number[] | null {
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
  const values: number[] = [];
  for (const value of short) {
    if (value !== 0xffffffff) values.push(value);
    else {
      if (!field || field.at + 8 > field.end) return null;
      values.push(uint64(view, field.at));
      field.at += 8;
    }
  }
  return values;
}

const packedEntry = (file: string, { name }: ZipEntry, packed: string) =>
  invalidCheckpoint(file, 'compressed', `zip entry ${quoted(name)} is ${packed}`);

/** @throws AppError `checkpoint-invalid` (`compressed`) if an entry is compressed or encrypted */
export function requireStored(entries: Iterable<ZipEntry>, file: string): void {
  for (const entry of entries) if (entry.packed) throw packedEntry(file, entry, entry.packed);
}

/**
 * Computes the absolute byte offset of an entry's data. Reads the entry's local header.
 * @throws AppError `checkpoint-invalid` if the header does not agree with the directory, or if the entry is packed
 */
export async function dataOffset(blob: Blob, entry: ZipEntry, file: string): Promise<number> {
  const refuse = (why: string) =>
    damagedCheckpoint(file, `zip entry ${quoted(entry.name)}: ${why}`);
  if (entry.packed) throw packedEntry(file, entry, entry.packed);
  const headerEnd = entry.headerOffset + LOCAL_BYTES + entry.nameBytes;
  const bytes = await readRange(blob, entry.headerOffset, headerEnd, file);
  const view = new DataView(bytes.buffer);
  if (view.getUint32(0, true) !== 0x04034b50) throw refuse('there is no local header');
  const flags = view.getUint16(6, true);
  if (flags & FORBIDDEN_FLAGS) throw packedEntry(file, entry, 'encrypted');
  if (view.getUint16(8, true) !== 0) throw packedEntry(file, entry, 'compressed');
  // A streaming writer leaves the sizes 0 and sets flag 8. 0xffffffff refers to the zip64 field.
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
  if (start + entry.size > entry.limit) throw refuse('overlaps the next entry');
  return start;
}
