import { AppError, isAbort } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { resizeRgba } from '../../core/image/resize.ts';
import type { PhotoNotice } from '../events.ts';
import { endsEarly, withEndMarker } from './damage.ts';
import { decodeDeepPng } from './decoders/deep-png.ts';
import { toLevels } from './decoders/levels.ts';
import { oriented } from './decoders/orient.ts';
import { decodePnm } from './decoders/pnm.ts';
import { decodeTiff } from './decoders/tiff.ts';
import type { PhotoHeader } from './header.ts';
import { webpOrientation } from './webp-orientation.ts';

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
    return { image: oriented(image, webpOrientation(await bytesOf(file))), notices: [] };
  } catch (cause) {
    if (isAbort(cause) || cause instanceof AppError || header.format !== 'jpeg') throw cause;
    const bytes = await bytesOf(file);
    if (!endsEarly(bytes, header)) throw cause;
    // Decoders show the beginning of a JPEG that has an end marker, and fill the rest.
    const image = await host(withEndMarker(bytes), { maxSide, turn });
    if (emptyFraction(image) > MAX_EMPTY) throw cause;
    return { image, notices: ['photo-cut-off'] };
  }
}

/** Fraction of a JPEG that may be missing. */
const MAX_EMPTY = 0.5;

/** Fraction of a picture that has exactly the colour of one of its corners: decoders fill what is missing. */
function emptyFraction({ width, height, data }: RgbaImage): number {
  const corners = [0, width - 1, width * (height - 1), width * height - 1];
  const same = corners.map((corner) => {
    let count = 0;
    for (let i = 0; i < data.length; i += 4)
      count += Number([0, 1, 2].every((c) => data[i + c] === data[4 * corner + c]));
    return count;
  });
  return Math.max(...same) / (width * height);
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
  if (header.format === 'png' && header.deep) {
    const levels = await bytesOf(file)
      .then(decodeDeepPng)
      .catch(() => null);
    return levels && { image: levels.image, notices: said(levels.stretched) };
  }
  return null;
}

/** The picture, reduced to `maxSide` pixels on the longer side. */
export function fitted(image: RgbaImage, maxSide: number): RgbaImage {
  const scale = maxSide / Math.max(image.width, image.height);
  if (scale >= 1) return image;
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return resizeRgba(image, side(image.width), side(image.height));
}
