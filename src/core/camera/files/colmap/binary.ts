import type { CameraEntry } from '../entry.ts';
import { MAX_ENTRIES } from '../values.ts';
import { colmapEntry } from './images.ts';
import { colmapLens, MODELS, type ColmapLens } from './lens.ts';

/** Longest name of a picture, bytes. */
const MAX_NAME_BYTES = 4096;

/** Bytes of a point in an image: two float64, and the number of its 3D point. */
const POINT_BYTES = 24;

/** Reads little-endian numbers from front to back. Behind the end they are NaN, and `isCut` is true. */
class Bytes {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  isCut = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Advances by `count` bytes. @returns where they begin, or −1 if there are not so many */
  skip(count: number): number {
    if (!(count <= this.#bytes.length - this.#at)) this.isCut = true;
    if (this.isCut) return -1;
    this.#at += count;
    return this.#at - count;
  }

  uint32 = () => this.#number(4, (at) => this.#view.getUint32(at, true));
  uint64 = () => this.#number(8, (at) => Number(this.#view.getBigUint64(at, true)));
  float64 = () => this.#number(8, (at) => this.#view.getFloat64(at, true));
  floats = (count: number) => Array.from({ length: count }, this.float64);

  #number(bytes: number, read: (at: number) => number): number {
    const at = this.skip(bytes);
    return at < 0 ? NaN : read(at);
  }

  /** UTF-8 text up to a byte of 0, which is skipped. */
  name(): string {
    const length = this.#bytes.subarray(this.#at, this.#at + MAX_NAME_BYTES).indexOf(0);
    const at = this.skip(length < 0 ? Infinity : length + 1);
    return at < 0 ? '' : new TextDecoder().decode(this.#bytes.subarray(at, at + length));
  }
}

/** The lenses of cameras.bin. A text says why they cannot be used. */
function lensesOf(bytes: Bytes): Map<string, ColmapLens> | string {
  const lenses = new Map<string, ColmapLens>();
  const count = bytes.uint64();
  if (count > MAX_ENTRIES) return `cameras.bin says ${count} cameras, which are too many`;
  for (let i = 0; i < count; i++) {
    const [id, number, width, height] = [
      String(bytes.uint32()),
      bytes.uint32(),
      bytes.uint64(),
      bytes.uint64(),
    ];
    if (bytes.isCut) break;
    const model = MODELS[number];
    if (!model) return `camera ${id} has model number ${number}, which is not known`;
    const parameters = bytes.floats(model.count);
    if (bytes.isCut) break;
    const lens = colmapLens({ id, model: model.name, width, height, parameters });
    if (typeof lens === 'string') return lens;
    lenses.set(id, lens);
  }
  return bytes.isCut ? 'cameras.bin ends too early' : lenses;
}

/**
 * The cameras of a COLMAP model, in the order of images.bin. A text says why there are none.
 * Format: https://colmap.github.io/format.html
 */
export function colmapBinary(cameras: Uint8Array, images: Uint8Array): CameraEntry[] | string {
  const lenses = lensesOf(new Bytes(cameras));
  if (typeof lenses === 'string') return lenses;
  const bytes = new Bytes(images);
  const count = bytes.uint64();
  if (count > MAX_ENTRIES) return `images.bin says ${count} images, which are too many`;
  const entries: CameraEntry[] = [];
  for (let i = 0; i < count; i++) {
    bytes.uint32();
    const pose = bytes.floats(7);
    const camera = String(bytes.uint32());
    const picture = bytes.name();
    bytes.skip(bytes.uint64() * POINT_BYTES);
    if (bytes.isCut) break;
    const entry = colmapEntry({ pose, camera, picture }, lenses);
    if (typeof entry === 'string') return entry;
    entries.push(entry);
  }
  if (bytes.isCut) return 'images.bin ends too early';
  return entries.length > 0 ? entries : 'images.bin contains no images';
}
