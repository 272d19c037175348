/** One file of a zip archive, and false values that the archive states about it. */
export interface ZipPart {
  name: string;
  data: Uint8Array;
  method?: number;
  flags?: number;
  /** Values of the central directory that differ from the true ones. */
  central?: { size?: number; storedSize?: number; offset?: number; extra?: Uint8Array };
  /** Values of the local header that differ from the true ones. */
  local?: { name?: string; size?: number; method?: number; extraBytes?: number };
}

/** False values that an archive states about itself. */
export interface ZipLies {
  entries?: number;
  directoryBytes?: number;
  directoryOffset?: number;
  /** Adds the zip64 end record and its locator. The given fields replace the true values. */
  zip64?: { entries?: bigint; directoryBytes?: bigint; directoryOffset?: bigint; at?: bigint };
  /** Bytes after the archive. */
  tail?: Uint8Array;
}

const encode = (text: string) => new TextEncoder().encode(text);

/** Joins byte arrays. */
export const concat = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

/** Little-endian fields, given as `[bytes, value]`. */
export const fields = (...list: readonly [bytes: number, value: number | bigint][]): Uint8Array =>
  concat(
    list.map(([bytes, value]) =>
      Uint8Array.from({ length: bytes }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 255n)),
    ),
  );

/** A zip archive of uncompressed files. Tests can make any of its values false. */
export function zipFile(parts: readonly ZipPart[], lies: ZipLies = {}): Uint8Array<ArrayBuffer> {
  const files: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, data, method = 0, flags = 0, central = {}, local = {} } of parts) {
    const [localName, centralName] = [encode(local.name ?? name), encode(name)];
    const size = local.size ?? data.length;
    const extra = local.extraBytes ?? 0;
    const header = concat([
      fields([4, 0x04034b50], [2, 20], [2, flags], [2, local.method ?? method], [4, 0], [4, 0]),
      fields([4, size], [4, size], [2, localName.length], [2, extra]),
      localName,
    ]);
    const more = central.extra ?? new Uint8Array(0);
    directory.push(
      fields([4, 0x02014b50], [2, 20], [2, 20], [2, flags], [2, method], [4, 0], [4, 0]),
      fields([4, central.storedSize ?? data.length], [4, central.size ?? data.length]),
      fields([2, centralName.length], [2, more.length], [2, 0], [2, 0], [2, 0], [4, 0]),
      fields([4, central.offset ?? at]),
      centralName,
      more,
    );
    files.push(header, data);
    at += header.length + data.length;
  }
  const listing = concat(directory);
  const { zip64 } = lies;
  const entries = lies.entries ?? (zip64 ? 0xffff : parts.length);
  const end64 = zip64
    ? concat([
        fields([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0]),
        fields([8, zip64.entries ?? parts.length], [8, zip64.entries ?? parts.length]),
        fields([8, zip64.directoryBytes ?? listing.length], [8, zip64.directoryOffset ?? at]),
        fields([4, 0x07064b50], [4, 0], [8, zip64.at ?? at + listing.length], [4, 1]),
      ])
    : new Uint8Array(0);
  const end = concat([
    fields([4, 0x06054b50], [2, 0], [2, 0], [2, entries], [2, entries]),
    fields([4, lies.directoryBytes ?? (zip64 ? 0xffffffff : listing.length)]),
    fields([4, lies.directoryOffset ?? (zip64 ? 0xffffffff : at)], [2, 0]),
  ]);
  return concat([...files, listing, end64, end, lies.tail ?? new Uint8Array(0)]);
}
