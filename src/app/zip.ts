import { crcOf } from '../core/files/crc32.ts';

/** A file of an archive. */
export interface ZipEntry {
  /** Path in the archive, with `/` between folders. */
  path: string;
  file: Blob;
  /** CRC-32 of the file, if it is known. Otherwise the file is read once. */
  crc?: number | null;
}

/** Largest number of a field of four bytes. Larger numbers are in fields of ZIP64. */
const MAX_32 = 0xffffffff;
const MAX_16 = 0xffff;

/** Version of the format that a reader needs: 2.0 for folders, 4.5 for ZIP64. */
const VERSION = 20;
const VERSION_64 = 45;

/** The names are UTF-8. */
const FLAGS = 1 << 11;

/** A little-endian field, given as `[bytes, value]` with a value below 2⁵³, or bytes as they are. */
type Field = readonly [bytes: number, value: number] | Uint8Array;

const lengthOf = (field: Field) => (field instanceof Uint8Array ? field.length : field[0]);

function fields(...list: readonly Field[]) {
  const out = new Uint8Array(list.reduce((sum, field) => sum + lengthOf(field), 0));
  let at = 0;
  for (const field of list)
    if (field instanceof Uint8Array) {
      out.set(field, at);
      at += field.length;
    } else {
      const [bytes, value] = field;
      for (let i = 0; i < bytes; i++) out[at++] = Math.floor(value / 2 ** (8 * i)) & 255;
    }
  return out;
}

/** Date and time as MS-DOS writes them: two seconds are the smallest step. */
const dosTime = (date: Date) => [
  (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1),
  ((date.getFullYear() - 1980) << 9) | ((date.getMonth() + 1) << 5) | date.getDate(),
];

interface Placed {
  name: Uint8Array<ArrayBuffer>;
  bytes: number;
  crc: number;
  /** Position of the entry's header in the archive. */
  offset: number;
  date: Date;
}

/** What the two headers of an entry have in common. */
function common({ name, bytes, crc, date }: Placed, version: number, extra: number) {
  const [time, day] = dosTime(date);
  const size = Math.min(bytes, MAX_32);
  return [
    ...([
      [2, version],
      [2, FLAGS],
      [2, 0],
      [2, time],
      [2, day],
      [4, crc],
    ] as const),
    ...([
      [4, size],
      [4, size],
      [2, name.length],
      [2, extra],
    ] as const),
  ];
}

function localHeader(entry: Placed) {
  const large = entry.bytes >= MAX_32;
  const extra = large
    ? fields([2, 1], [2, 16], [8, entry.bytes], [8, entry.bytes])
    : new Uint8Array(0);
  const version = large ? VERSION_64 : VERSION;
  return fields([4, 0x04034b50], ...common(entry, version, extra.length), entry.name, extra);
}

/** An entry of the list at the end of an archive. */
export function directoryEntry(entry: Placed) {
  const { bytes, offset, name } = entry;
  const large = [...(bytes >= MAX_32 ? [bytes, bytes] : []), ...(offset >= MAX_32 ? [offset] : [])];
  const extra =
    large.length === 0
      ? new Uint8Array(0)
      : fields([2, 1], [2, 8 * large.length], ...large.map((value) => [8, value] as const));
  const version = large.length === 0 ? VERSION : VERSION_64;
  return fields(
    [4, 0x02014b50],
    [2, version],
    ...common(entry, version, extra.length),
    ...([
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, Math.min(offset, MAX_32)],
    ] as const),
    name,
    extra,
  );
}

/** The end of an archive. @param at position of the list @param bytes size of the list */
export function endOfArchive(count: number, at: number, bytes: number) {
  const end = fields(
    [4, 0x06054b50],
    [4, 0],
    [2, Math.min(count, MAX_16)],
    [2, Math.min(count, MAX_16)],
    [4, Math.min(bytes, MAX_32)],
    [4, Math.min(at, MAX_32)],
    [2, 0],
  );
  if (count < MAX_16 && at < MAX_32 && bytes < MAX_32) return end;
  return fields(
    ...([
      [4, 0x06064b50],
      [8, 44],
      [2, VERSION_64],
      [2, VERSION_64],
      [4, 0],
      [4, 0],
    ] as const),
    ...([
      [8, count],
      [8, count],
      [8, bytes],
      [8, at],
    ] as const),
    ...([
      [4, 0x07064b50],
      [4, 0],
      [8, at + bytes],
      [4, 1],
    ] as const),
    end,
  );
}

/**
 * Makes a ZIP archive. Nothing is compressed, because compression makes pictures and floats hardly smaller. The archive
 * refers to the files, so it needs no memory for their bytes. It may be of any size (ZIP64).
 * @param date of all files
 */
export async function zipOf(entries: readonly ZipEntry[], date = new Date()): Promise<Blob> {
  const parts: BlobPart[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const { path, file, crc } of entries) {
    const placed: Placed = {
      name: new TextEncoder().encode(path),
      bytes: file.size,
      crc: crc ?? (await crcOf(file)),
      offset: at,
      date,
    };
    const header = localHeader(placed);
    parts.push(header, file);
    directory.push(directoryEntry(placed));
    at += header.length + file.size;
  }
  const list = new Blob(directory);
  const end = endOfArchive(entries.length, at, list.size);
  return new Blob([...parts, list, end], { type: 'application/zip' });
}

/** Downloads a file under a name. */
export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The download needs the address only at its start.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Downloads files as one ZIP archive `<folder>.zip`. All files are in the folder `folder` of the archive. */
export async function saveZip(folder: string, files: readonly { name: string; file: Blob }[]) {
  const entries = files.map(({ name, file }) => ({ path: `${folder}/${name}`, file }));
  saveBlob(await zipOf(entries), `${folder}.zip`);
}
