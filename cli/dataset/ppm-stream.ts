import type { RgbaImage } from '../../src/core/image/image.ts';

/** The header of a binary PPM with 8 bits, as ffmpeg writes it. */
const HEADER = /^P6\n(\d+) (\d+)\n255\n/;

/** No header is longer, bytes. */
const MAX_HEADER = 32;

/** Opaque RGBA of RGB. */
function withAlpha(rgb: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const data = new Uint8ClampedArray((rgb.length / 3) * 4);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    data[to] = rgb[from];
    data[to + 1] = rgb[from + 1];
    data[to + 2] = rgb[from + 2];
    data[to + 3] = 255;
  }
  return data;
}

/**
 * The pictures of a stream of binary PPM files, one after the other. A picture that is not whole is dropped.
 * @throws Error if the stream has something else
 */
export async function* ppmPictures(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RgbaImage> {
  let header = Buffer.alloc(0);
  let body: { width: number; height: number; rgb: Uint8Array; filled: number } | null = null;
  for await (const chunk of chunks) {
    let rest = chunk;
    while (rest.length > 0) {
      if (!body) {
        const known = header.length;
        header = Buffer.concat([header, rest.subarray(0, MAX_HEADER - known)]);
        const [whole, width, height] = HEADER.exec(header.toString('latin1')) ?? [];
        if (whole === undefined && header.length >= MAX_HEADER)
          throw new Error(`ffmpeg wrote ${JSON.stringify(header.toString('latin1'))}, no picture`);
        rest = rest.subarray(whole === undefined ? header.length - known : whole.length - known);
        if (whole === undefined) continue;
        const size = { width: Number(width), height: Number(height) };
        body = { ...size, rgb: new Uint8Array(3 * size.width * size.height), filled: 0 };
        header = Buffer.alloc(0);
      }
      const part = rest.subarray(0, body.rgb.length - body.filled);
      body.rgb.set(part, body.filled);
      body.filled += part.length;
      rest = rest.subarray(part.length);
      if (body.filled < body.rgb.length) continue;
      const { width, height, rgb } = body;
      body = null;
      yield { width, height, data: withAlpha(rgb) };
    }
  }
}
