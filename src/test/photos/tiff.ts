/** A page of a TIFF file that a test writes: uncompressed, one strip. */
export interface TestPage {
  width: number;
  height: number;
  /** Interleaved samples. */
  samples: readonly number[];
  bits: 8 | 16 | 32;
  /** 1: unsigned; 2: with a sign; 3: float. */
  format?: 1 | 2 | 3;
  channels?: number;
  photometric?: number;
  /** Further tags: number → values of 16 bits. */
  tags?: Readonly<Record<number, readonly number[]>>;
}

const SHORT = 3;
const LONG = 4;
const SIZE = { [SHORT]: 2, [LONG]: 4 };

/** A TIFF file with these pages. @param little byte order */
export function tiffOf(pages: readonly TestPage[], little = true): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(1 << 20);
  const view = new DataView(bytes.buffer);
  bytes.set(Buffer.from(little ? 'II' : 'MM'));
  view.setUint16(2, 42, little);
  let link = 4;
  let end = 8;
  const write = (type: typeof SHORT | typeof LONG, at: number, value: number) =>
    type === SHORT ? view.setUint16(at, value, little) : view.setUint32(at, value, little);
  for (const page of pages) {
    const { width, height, samples, bits, format = 1, channels = 1, photometric = 1 } = page;
    const strip = end;
    for (const value of samples) {
      if (bits === 8) view.setUint8(end, value);
      else if (bits === 16) view.setUint16(end, value, little);
      else if (format === 3) view.setFloat32(end, value, little);
      else view.setUint32(end, value, little);
      end += bits / 8;
    }
    const stripBytes = end - strip;
    end += end % 2;
    const all = (value: number) => Array<number>(channels).fill(value);
    const tags: [number, typeof SHORT | typeof LONG, readonly number[]][] = [
      [256, LONG, [width]],
      [257, LONG, [height]],
      [258, SHORT, all(bits)],
      [259, SHORT, [1]],
      [262, SHORT, [photometric]],
      [273, LONG, [strip]],
      [277, SHORT, [channels]],
      [278, LONG, [height]],
      [279, LONG, [stripBytes]],
      [339, SHORT, all(format)],
      ...Object.entries(page.tags ?? {}).map(
        ([tag, values]): [number, typeof SHORT, readonly number[]] => [Number(tag), SHORT, values],
      ),
    ];
    tags.sort(([a], [b]) => a - b);
    const long = new Map<number, number>();
    for (const [tag, type, values] of tags) {
      if (SIZE[type] * values.length <= 4) continue;
      long.set(tag, end);
      values.forEach((value, i) => write(type, end + SIZE[type] * i, value));
      end += SIZE[type] * values.length;
    }
    view.setUint32(link, end, little);
    view.setUint16(end, tags.length, little);
    end += 2;
    for (const [tag, type, values] of tags) {
      view.setUint16(end, tag, little);
      view.setUint16(end + 2, type, little);
      view.setUint32(end + 4, values.length, little);
      const elsewhere = long.get(tag);
      if (elsewhere !== undefined) view.setUint32(end + 8, elsewhere, little);
      else values.forEach((value, i) => write(type, end + 8 + SIZE[type] * i, value));
      end += 12;
    }
    link = end;
    end += 4;
  }
  return bytes.slice(0, end);
}
