import { AppError } from '../errors.ts';
import { toFileAxes } from '../gaussians/axes.ts';
import type { GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { writePly } from '../ply/index.ts';
import { TURNED_COMMENT } from '../ply/write.ts';
import { EXPORT_FORMATS, type ExportFormat } from './formats.ts';
import { loadLibrary } from './library.ts';
import { writeSpz } from './spz/write-spz.ts';
import { tableOf, unitRotations } from './table.ts';
import { namedPage, viewerSettings } from './viewer-page.ts';

/** Names of the formats in splat-transform. */
const IN_LIBRARY = {
  compressed: 'compressed-ply',
  sog: 'sog-bundle',
  glb: 'glb',
  html: 'html-bundle',
} as const;

/** Rounds of the clustering of SH coefficients in SOG. It is splat-transform's own value. */
const ITERATIONS = 10;

interface ExportOptions {
  /** Title of viewer.html. */
  title?: string;
  /** Called with the part of a step that is done, 0…1. A file is made in several steps. */
  onProgress?: (fraction: number) => void;
}

/**
 * Writes a splat as a file. All formats but `ply` round the numbers.
 * @param cloud in world axes (Z up). The file has the axes of its format, so that the splat stands upright
 * @throws AppError `export-failed`
 */
export async function exportSplat(
  cloud: GaussianCloud,
  format: ExportFormat,
  { title = 'Splat', onProgress = () => undefined }: ExportOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  if (format === 'ply') return writePly(cloud, 'standard');
  const { file } = EXPORT_FORMATS[format];
  try {
    const turned = toFileAxes({ ...cloud, rotation: unitRotations(cloud.rotation) });
    // splat-transform's codec of SPZ evaluates code, which the page's security policy forbids.
    if (format === 'spz') return writeSpz(turned);
    const library = await loadLibrary();
    library.logger.setRenderer({
      handle: (event) => {
        if (event.kind === 'barTick' && event.total > 0) onProgress(event.current / event.total);
      },
    });
    const files = new library.MemoryFileSystem();
    const options = {
      iterations: ITERATIONS,
      viewerSettingsJson: viewerSettings(cloud),
      // What follows is about other formats.
      ...{ unbundled: false, lodChunkCount: 512, lodChunkExtent: 16 },
    } as const;
    const dataTable = tableOf(library, turned);
    await library.writeFile(
      {
        ...{ filename: file, outputFormat: IN_LIBRARY[format], dataTable },
        options: { ...options, lodSelect: [] },
      },
      files,
    );
    const bytes = files.results.get(file);
    if (!bytes) throw new Error('splat-transform wrote no file');
    return finished(new Uint8Array(bytes), format, title);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new AppError('export-failed', { message, values: { file }, cause: error });
  }
}

function finished(bytes: Uint8Array<ArrayBuffer>, format: ExportFormat, title: string) {
  if (format === 'html') return namedPage(bytes, title);
  return format === 'compressed' ? withAxes(bytes) : bytes;
}

/** A PLY with the comment that says its axes, after the first two lines. */
function withAxes(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const at = bytes.indexOf(10, bytes.indexOf(10) + 1) + 1;
  const comment = new TextEncoder().encode(`comment ${TURNED_COMMENT}\n`);
  const out = new Uint8Array(bytes.length + comment.length);
  out.set(bytes.subarray(0, at));
  out.set(comment, at);
  out.set(bytes.subarray(at), at + comment.length);
  return out;
}
