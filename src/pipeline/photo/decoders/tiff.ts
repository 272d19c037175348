import { GeoTIFF, type GeoTIFFImage } from 'geotiff';
import { AppError } from '../../../core/errors.ts';
import type { RgbaImage } from '../../../core/image/image.ts';
import { isTooLarge, MAX_PIXELS, tooLarge } from '../limits.ts';
import { toLevels, type Levels, type Samples } from './levels.ts';
import type { Size } from '../size.ts';
import { isOnSide, oriented } from './orient.ts';

/** Values of the tag PhotometricInterpretation that are read here (TIFF 6.0; TIFF/EP; DNG). */
const PHOTOMETRIC = {
  whiteIsZero: 0,
  blackIsZero: 1,
  rgb: 2,
  palette: 3,
  sensor: 32803,
  linearRaw: 34892,
};

/** Samples that can be changed in place. */
interface MutableSamples extends ArrayLike<number> {
  [i: number]: number;
}

/** Values of the tag ExtraSamples that mean alpha. */
const ALPHA = { premultiplied: 1, straight: 2 };

/** A page of a TIFF file. */
interface TiffPage extends Levels {
  /** Whether the file has more pages than the one that was read. */
  hasMore: boolean;
}

const refuse = (name: string) =>
  new AppError('photo-foreign', {
    stage: 'photo',
    message: `The file is ${name}.`,
    values: { name },
  });

/**
 * A page of a TIFF file, 8 or 16 bits or more, turned as its orientation says. Only the page is read from the file, so
 * a stack may be larger than the memory.
 * @param page number of the page, from 1
 * @throws AppError `photo-page` if there is no such page; `photo-too-large`; `photo-foreign` for camera raw files and
 *   unknown compressions. Error if the file is damaged
 */
export async function decodeTiff(file: Blob, page: number): Promise<TiffPage> {
  const tiff = await GeoTIFF.fromSource(sourceOf(file));
  const image = await pageOf(tiff, page);
  const size = { width: image.getWidth(), height: image.getHeight() };
  if (isTooLarge(size) || bytesInMemory(image) > MAX_BYTES) throw tooLarge(size);
  if (!(blocksOf(image) <= MAX_BLOCKS)) throw new Error('The page has too many parts.');
  const directory = image.getFileDirectory();
  const photometric = Number(
    directory.getValue('PhotometricInterpretation') ?? PHOTOMETRIC.blackIsZero,
  );
  if (await isCameraRaw(image, photometric)) throw refuse('RAW');
  const orientation = Number((await directory.loadValue('Orientation')) ?? 1);
  const levels = await read(image, photometric).catch((cause: unknown) => {
    const compression = /Unknown compression method identifier: (\d+)/.exec(String(cause))?.[1];
    throw compression ? refuse(`TIFF (compression ${compression})`) : cause;
  });
  const hasMore = await pageOf(tiff, page === 1 ? 2 : 1).then(
    () => true,
    () => false,
  );
  return { ...levels, image: oriented(levels.image, orientation), hasMore };
}

/** Width and height of a page of a TIFF file, turned as its orientation says. @throws as `decodeTiff` */
export async function tiffSize(file: Blob, page: number): Promise<Size> {
  const image = await pageOf(await GeoTIFF.fromSource(sourceOf(file)), page);
  const [width, height] = [image.getWidth(), image.getHeight()];
  const orientation = Number((await image.getFileDirectory().loadValue('Orientation')) ?? 1);
  return isOnSide(orientation) ? { width: height, height: width } : { width, height };
}

/** Tags of a DNG file, and of a reduced copy of a picture that lies elsewhere in the file. */
const DNG_VERSION = 50706;
const SUBFILE_TYPE = 'NewSubfileType';

/** Whether a page is that of a camera raw file. Its first page often is a reduced copy, with few pixels. */
async function isCameraRaw(image: GeoTIFFImage, photometric: number): Promise<boolean> {
  const directory = image.getFileDirectory();
  if (photometric === PHOTOMETRIC.sensor || photometric === PHOTOMETRIC.linearRaw) return true;
  if (directory.hasTag(DNG_VERSION)) return true;
  const isReduced = (Number((await directory.loadValue(SUBFILE_TYPE)) ?? 0) & 1) === 1;
  return isReduced && directory.hasTag('SubIFDs');
}

/** The most strips or tiles of a page. geotiff starts to read all of them at the same time. */
const MAX_BLOCKS = 2 ** 18;

/** Number of strips or tiles of a page. */
function blocksOf(image: GeoTIFFImage): number {
  const along = (all: number, block: number) => Math.ceil(all / block);
  const planes = image.planarConfiguration === 2 ? image.getSamplesPerPixel() : 1;
  return (
    planes *
    along(image.getWidth(), image.getTileWidth()) *
    along(image.getHeight(), image.getTileHeight())
  );
}

/** The most bytes that a page may take in memory: as many as the largest picture that the host decodes. */
const MAX_BYTES = 8 * MAX_PIXELS;

/** Bytes of a page's samples and of its 8-bit RGBA. Numbers with a sign and floats are converted to 64 bits. */
function bytesInMemory(image: GeoTIFFImage): number {
  const UNSIGNED = 1;
  const sample = image.getBitsPerSample(0) / 8 + (image.getSampleFormat(0) === UNSIGNED ? 0 : 8);
  return image.getWidth() * image.getHeight() * (image.getSamplesPerPixel() * sample + 4);
}

/** The parts of a file, as geotiff asks for them. Its own reader of Blobs does not run in Node. */
function sourceOf(file: Blob): Parameters<typeof GeoTIFF.fromSource>[0] {
  const read = ({ offset, length }: { offset: number; length: number }) =>
    file.slice(offset, offset + length).arrayBuffer();
  return {
    fetch: (slices) => Promise.all(slices.map(read)),
    fetchSlice: async (slice) => ({ ...slice, data: await read(slice) }),
    fileSize: file.size,
    close: async () => undefined,
  };
}

/** A page, from 1. @throws AppError `photo-page` */
async function pageOf(tiff: GeoTIFF, page: number): Promise<GeoTIFFImage> {
  return tiff.getImage(page - 1).catch((cause: unknown) => {
    if (page === 1) throw cause;
    throw new AppError('photo-page', {
      stage: 'photo',
      message: `There is no page ${page}.`,
      values: { page },
    });
  });
}

async function read(image: GeoTIFFImage, photometric: number): Promise<Levels> {
  const { whiteIsZero, blackIsZero, rgb, palette } = PHOTOMETRIC;
  if (photometric === whiteIsZero || photometric === blackIsZero || photometric === rgb)
    return samplesOf(image, photometric);
  if (photometric === palette) return { image: await paletteOf(image), stretched: false };
  return { image: await coloursOf(image), stretched: false };
}

/** Samples of grey and RGB pictures. */
async function samplesOf(image: GeoTIFFImage, photometric: number): Promise<Levels> {
  const extra = alphaKind(image);
  const colours = photometric === PHOTOMETRIC.rgb ? 3 : 1;
  const picked = Array.from({ length: colours + Number(extra !== null) }, (_, i) => i);
  const raw = await image.readRasters({ samples: picked, interleave: true });
  const { data, white, stated } = fromZero(raw, image);
  if (photometric === PHOTOMETRIC.whiteIsZero)
    for (let i = 0; i < data.length; i += picked.length) data[i] = white - data[i];
  const channels = picked.length === 1 ? 1 : picked.length === 2 ? 2 : picked.length === 3 ? 3 : 4;
  if (extra === ALPHA.premultiplied) divideByAlpha(data, channels, white);
  const samples: Samples = {
    width: image.getWidth(),
    height: image.getHeight(),
    channels,
    data,
    white,
  };
  const levels = toLevels(samples);
  return { ...levels, stretched: levels.stretched || !stated };
}

/** The kind of alpha in the samples behind the colours; null if there is none. */
function alphaKind(image: GeoTIFFImage): number | null {
  const extra: unknown = image.getFileDirectory().getValue('ExtraSamples');
  const first = Number(
    typeof extra === 'object' && extra !== null ? Object.values(extra)[0] : extra,
  );
  return first === ALPHA.premultiplied || first === ALPHA.straight ? first : null;
}

/**
 * Samples that begin at 0, the value of white, and whether the format states it. Whole numbers without a sign: white is
 * the largest of their type. Numbers with a sign are moved by their smallest value. Floats up to 1 have white 1, up to
 * 255 white 255; for larger ones it is the largest, rounded up to whole bits.
 */
function fromZero(
  raw: MutableSamples,
  image: GeoTIFFImage,
): { data: MutableSamples; white: number; stated: boolean } {
  const UNSIGNED = 1;
  const bits = image.getBitsPerSample(0);
  if (image.getSampleFormat(0) === UNSIGNED) {
    return { data: raw, white: 2 ** bits - 1, stated: true };
  }
  const data = Float64Array.from(raw, (value) => (Number.isFinite(value) ? value : 0));
  let [low, high] = [0, 0];
  for (const value of data) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low < 0) data.forEach((value, i) => (data[i] = value - low));
  const range = high - low;
  const white = range <= 1 ? 1 : range <= 255 ? 255 : 2 ** Math.ceil(Math.log2(range + 1)) - 1;
  return { data, white, stated: low === 0 && white <= 255 };
}

/** Straight colours from premultiplied ones. */
function divideByAlpha(data: MutableSamples, channels: number, white: number): void {
  for (let at = 0; at < data.length; at += channels) {
    const alpha = data[at + channels - 1];
    if (alpha > 0)
      for (let c = 0; c < channels - 1; c++)
        data[at + c] = Math.min(white, (data[at + c] * white) / alpha);
  }
}

/** A picture with a colour table of 16-bit values: all reds, then all greens, then all blues. */
async function paletteOf(image: GeoTIFFImage): Promise<RgbaImage> {
  const map = Array.from((await image.getFileDirectory().loadValue('ColorMap')) ?? [], Number);
  const indices = await image.readRasters({ samples: [0], interleave: true });
  const [width, height, count] = [image.getWidth(), image.getHeight(), map.length / 3];
  if (count < 1) throw new Error('The colour table is missing.');
  // Some programs write bytes into the table.
  const scale = map.some((value) => value > 255) ? 257 : 1;
  const data = new Uint8ClampedArray(4 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let c = 0; c < 3; c++) data[4 * pixel + c] = map[c * count + indices[pixel]] / scale;
    data[4 * pixel + 3] = 255;
  }
  return { width, height, data };
}

/** CMYK, YCbCr and CIELab pictures, as geotiff converts them. */
async function coloursOf(image: GeoTIFFImage): Promise<RgbaImage> {
  const rgb = await image.readRGB({ interleave: true });
  const [width, height] = [image.getWidth(), image.getHeight()];
  const data = new Uint8ClampedArray(4 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let c = 0; c < 3; c++) data[4 * pixel + c] = rgb[3 * pixel + c];
    data[4 * pixel + 3] = 255;
  }
  return { width, height, data };
}
