import type { GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { foreignFault } from '../ply/foreign.ts';
import { isPly } from '../ply/header.ts';
import { openSplat, type OpenedSplat } from '../ply/index.ts';
import { openContents } from '../ply/open.ts';
import { naming, PlyFault } from '../ply/refuse.ts';
import { readGlb } from './glb/read-glb.ts';
import { ksplatLength } from './ksplat-length.ts';
import { loadLibrary } from './library.ts';
import { readSpz } from './spz/read-spz.ts';
import { cloudOf } from './table.ts';

/** The formats that splat-transform reads, by their names in `foreign.ts`. */
const BY_LIBRARY = { '.splat': 'splat', '.ksplat': 'ksplat', SOG: 'sog' } as const;

type LibraryFormat = keyof typeof BY_LIBRARY;

const isByLibrary = (format: unknown): format is LibraryFormat =>
  typeof format === 'string' && Object.hasOwn(BY_LIBRARY, format);

/**
 * Opens the splat file of a person in any format that is read: PLY as `openSplat` does, and .splat, .ksplat, .spz, .sog
 * and .glb. The first bytes decide. The clouds of formats other than PLY have the axes of viewers of PLY files (−Y up),
 * and nothing shows whether they were turned: `axes` is `nothing`.
 * @param file name of the file, for errors
 * @throws AppError `ply-…` or `splat-damaged`, which names the file
 */
export async function openAnySplat(bytes: Uint8Array, file: string): Promise<OpenedSplat> {
  if (isPly(bytes)) return openSplat(bytes, file);
  const read = await readForeign(bytes, file).then(
    (cloud) => () => cloud,
    (fault: unknown) => () => {
      throw fault;
    },
  );
  const cloud = naming(file, read);
  return openContents({ cloud, axes: 'nothing', isFlat: false }, file);
}

/** @throws PlyFault */
async function readForeign(bytes: Uint8Array, file: string): Promise<GaussianCloud> {
  const fault = foreignFault(bytes, file);
  const { format } = fault.values;
  if (fault.code !== 'ply-other-splat') throw fault;
  if (format === '.glb') return checked(() => readGlb(bytes));
  if (format === '.spz') return readSpz(bytes);
  if (isByLibrary(format)) return readByLibrary(bytes, format);
  throw fault;
}

/** A description that lacks what its readers expect makes them throw a TypeError. */
function checked<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new PlyFault('splat-damaged', error.message, { format: '.glb' });
  }
}

async function readByLibrary(bytes: Uint8Array, format: LibraryFormat): Promise<GaussianCloud> {
  const length = format === '.ksplat' ? ksplatLength(bytes) : 0;
  if (bytes.length < length)
    throw new PlyFault('splat-damaged', `${bytes.length} bytes of ${length}`, { format });
  const library = await loadLibrary();
  const filename = `a.${BY_LIBRARY[format]}`;
  const fileSystem = new library.MemoryReadFileSystem();
  fileSystem.set(filename, bytes);
  // None of these is about the formats that are read here.
  const options = {
    ...{ iterations: 0, lodSelect: [], unbundled: false, lodChunkCount: 512, lodChunkExtent: 16 },
  };
  const inputFormat = BY_LIBRARY[format];
  try {
    const [table] = await library.readFile({
      filename,
      inputFormat,
      options,
      params: [],
      fileSystem,
    });
    if (table.numRows === 0) throw new Error('no Gaussians could be read');
    return cloudOf(table);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new PlyFault('splat-damaged', message, { format });
  }
}
