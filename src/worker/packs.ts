import { asAppError } from '../core/errors.ts';
import { STAGES } from '../core/stages.ts';
import { canPrune } from '../families/index.ts';
import { HttpPackSource } from '../packs/http-source.ts';
import { listPacks, openPack, readManifest, type LoadedPack } from '../packs/load.ts';
import type { PackSource } from '../packs/pack-source.ts';
import type { PackManifest } from '../packs/manifest.ts';
import { OpfsFolder, storedFolders } from '../packs/opfs.ts';
import type { PackSummary, PipelineEvent } from './protocol.ts';

const summarise = (manifest: PackManifest): PackSummary => ({
  id: manifest.id,
  imported: false,
  title: manifest.title,
  licence: manifest.licence.name,
  bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0),
  defaults: manifest.defaults,
  stages: STAGES.filter((stage) => stage !== 'pose' || manifest.stages.pose !== undefined),
  canPrune: canPrune(manifest.stages.reconstruct),
});

/**
 * The packs that are served with the page, and the packs that were imported. The last opened pack is kept in
 * memory.
 */
export class PackLibrary {
  readonly #folder: string;
  #open: LoadedPack | undefined;

  /** @param baseUrl URL of the folder that contains the page; its folder `models/` contains the packs */
  constructor(baseUrl: string) {
    this.#folder = new URL('models/', baseUrl).href;
  }

  /**
   * The packs that can be read. Unreadable packs are left out. An imported pack replaces a served pack with the
   * same id.
   * @throws AppError if no pack was imported, and the list of served packs or every pack in it cannot be read
   */
  async list(): Promise<PackSummary[]> {
    const imported = await this.#imported();
    // The files of an imported pack may have been replaced since it was opened.
    if (imported.some(({ id }) => id === this.#open?.manifest.id)) this.#open = undefined;
    const ids = await listPacks(new HttpPackSource(this.#folder)).catch((error: unknown) => {
      if (imported.length > 0) return [];
      throw error;
    });
    const read = await Promise.allSettled(ids.map(async (id) => readManifest(this.#served(id))));
    const served = read.flatMap((result) =>
      result.status === 'fulfilled' ? summarise(result.value) : [],
    );
    const broken = read.find((result) => result.status === 'rejected');
    if (served.length + imported.length === 0 && broken) throw asAppError(broken.reason, 'load');
    const importedIds = new Set(imported.map(({ id }) => id));
    return [...served.filter(({ id }) => !importedIds.has(id)), ...imported];
  }

  /** Opens a pack. A pack that is not in memory is fetched; `download` events report the fetched bytes. */
  async get(
    id: string,
    onEvent: (event: PipelineEvent) => void,
    signal: AbortSignal,
  ): Promise<LoadedPack> {
    if (this.#open?.manifest.id === id) return this.#open;
    this.#open = undefined;
    this.#open = await openPack(await this.#source(id), {
      signal,
      onProgress: ({ loaded, total }) => onEvent({ type: 'download', loaded, total }),
    });
    return this.#open;
  }

  async #imported(): Promise<PackSummary[]> {
    const packs: PackSummary[] = [];
    for (const id of await storedFolders()) {
      const folder = new OpfsFolder(id);
      if ((await folder.size('pack.json')) === null) continue;
      const manifest = await readManifest(folder).catch(() => null);
      if (manifest) packs.push({ ...summarise(manifest), id, imported: true });
    }
    return packs;
  }

  #served(id: string): PackSource {
    return new HttpPackSource(new URL(`${encodeURIComponent(id)}/`, this.#folder).href);
  }

  async #source(id: string): Promise<PackSource> {
    const folder = (await storedFolders()).includes(id) ? new OpfsFolder(id) : null;
    return folder && (await folder.size('pack.json')) !== null ? folder : this.#served(id);
  }
}
