import { AppError, isAbort } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { fitted } from '../../core/image/resize.ts';
import type { PhotoNotice } from '../events.ts';
import { endsEarly, withEndMarker } from './damage.ts';
import { decodeDeepPng, isLookedAt } from './decoders/deep-png.ts';
import { toLevels } from './decoders/levels.ts';
import { oriented } from './decoders/orient.ts';
import { decodePnm } from './decoders/pnm.ts';
import { exifOrientation } from './exif-orientation.ts';
import type { PhotoHeader } from './header.ts';

/** What is to be decoded of a picture file. */
export interface DecodeRequest {
  header: PhotoHeader;
  /** Pixels. A longer side of more is reduced to this. */
  maxSide: number;
  /** Number of the page of a TIFF file, from 1. */
  page: number;
}

/** The pixels of a picture file, turned as EXIF says, and what there is to say about them. */
export interface DecodedPicture {
  image: RgbaImage;
  notices: PhotoNotice[];
  /** Whether browsers show the file differently, or not at all. */
  redrawn?: boolean;
}

/** The decoder of the host: the browser's, or sharp. */
export interface HostDecoder {
  /**
   * The pixels of a PNG, JPEG, WebP, GIF, BMP, AVIF or HEIC file.
   * @param turn whether the picture is turned as EXIF says
   * @throws AppError `photo-too-large`, or any other error if the file cannot be decoded
   */
  (file: Blob, options: { maxSide: number; turn: boolean }): Promise<RgbaImage>;
}

const bytesOf = async (file: Blob) => new Uint8Array(await file.arrayBuffer());

/**
 * Decodes a picture file: TIFF, PNM and 16-bit PNGs of an unused range with decoders of our own, all others with the
 * host's decoder. So both hosts give the same pixels.
 * @throws AppError `photo-page`, `photo-too-large` or `photo-foreign`. Any other error: the file cannot be decoded
 */
export async function decodeWith(
  host: HostDecoder,
  file: Blob,
  request: DecodeRequest,
): Promise<DecodedPicture> {
  const ours = await decodeHere(file, request);
  if (ours) return { ...ours, redrawn: true, image: fitted(ours.image, request.maxSide) };
  const { header, maxSide, page } = request;
  if (page !== 1) throw noPage(page);
  const turn = header.format !== 'webp';
  try {
    const image = await host(file, { maxSide, turn });
    if (turn) return { image, notices: [] };
    const orientation = exifOrientation(await bytesOf(file), 'webp');
    const redrawn = orientation > 1 && { redrawn: true };
    return { image: oriented(image, orientation), notices: [], ...redrawn };
  } catch (cause) {
    if (isAbort(cause) || cause instanceof AppError || header.format !== 'jpeg') throw cause;
    if (!(await endsEarly(file, header))) throw cause;
    // Decoders show the beginning of a JPEG that has an end marker, and fill the rest.
    const image = await host(await withEndMarker(file), { maxSide, turn });
    if (emptyFraction(image) > MAX_EMPTY) throw cause;
    return { image, notices: ['photo-cut-off'] };
  }
}

/** Fraction of a JPEG that may be missing. */
const MAX_EMPTY = 0.5;

/**
 * Fraction of a picture that a decoder has filled because the data were missing: whole lines of exactly one colour at one
 * side. It is the lower side, unless the picture was turned.
 */
function emptyFraction({ width, height, data }: RgbaImage): number {
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const lines = (count: number, length: number, at: (line: number, i: number) => number) => {
    const colour = pixels[at(0, 0)];
    let line = 0;
    const isFilled = () => {
      for (let i = 0; i < length; i++) if (pixels[at(line, i)] !== colour) return false;
      return true;
    };
    while (line < count && isFilled()) line += 1;
    return line / count;
  };
  return Math.max(
    lines(height, width, (line, i) => (height - 1 - line) * width + i),
    lines(height, width, (line, i) => line * width + i),
    lines(width, height, (line, i) => i * width + line),
    lines(width, height, (line, i) => i * width + width - 1 - line),
  );
}

const noPage = (page: number) =>
  new AppError('photo-page', {
    stage: 'photo',
    message: `There is no page ${page}: only TIFF files have pages.`,
    values: { page },
  });

/** Decodes formats that hosts do not read, or read differently. Null for all others. */
async function decodeHere(
  file: Blob,
  { header, page }: DecodeRequest,
): Promise<DecodedPicture | null> {
  const said = (stretched: boolean): PhotoNotice[] => (stretched ? ['range-stretched'] : []);
  if (header.format === 'tiff') {
    // The decoder is large, and few photos need it.
    const { decodeTiff } = await import('./decoders/tiff.ts');
    const { image, stretched, hasMore } = await decodeTiff(file, page);
    return {
      image,
      notices: [...said(stretched), ...(hasMore && page === 1 ? (['first-page'] as const) : [])],
    };
  }
  if (page !== 1) return null;
  if (header.format === 'pnm') {
    const { image, stretched } = toLevels(decodePnm(await bytesOf(file)));
    return { image, notices: said(stretched) };
  }
  if (header.format === 'png' && header.deep && isLookedAt(header.size)) {
    const levels = await bytesOf(file)
      .then(decodeDeepPng)
      .catch(() => null);
    return levels && { image: levels.image, notices: said(levels.stretched) };
  }
  return null;
}
