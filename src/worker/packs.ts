import { asAppError } from '../core/errors.ts';
import { STAGES } from '../core/stages.ts';
import { canPrune } from '../families/index.ts';
import { DownloadWatch } from '../packs/download/news.ts';
import { HttpPackSource } from '../packs/http-source.ts';
import { forgetOthers, openKeptFiles, openRecords } from '../packs/kept.ts';
import { listPacks, openPack, readManifest, type LoadedPack } from '../packs/load.ts';
import type { PackSource } from '../packs/pack-source.ts';
import type { PackManifest } from '../packs/manifest.ts';
import { OpfsFolder, storedFolders } from '../packs/opfs.ts';
import { storedPacks } from '../packs/stored.ts';
import { readIndex } from '../packs/safetensors.ts';
import { StoredPackSource } from '../packs/verify/stored-source.ts';
import type { PlannablePack } from '../pipeline/memory-plan.ts';
import type { PackSummary, PipelineEvent } from './protocol.ts';

const summarise = (manifest: PackManifest): PackSummary => ({
  id: manifest.id,
  imported: false,
  title: manifest.title,
  licence: manifest.licence.name,
  bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0),
  defaults: manifest.defaults,
  eta: manifest.stages.multiview?.scheduler.eta,
  stages: STAGES.filter((stage) => stage !== 'pose' || manifest.stages.pose !== undefined),
  turntable: {
    frames: manifest.turntable.frames,
    fps: manifest.turntable.fps,
    elevationDeg: manifest.turntable.elevationDeg,
    radius: manifest.rig.radius,
  },
  canPrune: canPrune(manifest.stages.reconstruct),
  sha256: Object.fromEntries(manifest.files.map(({ name, sha256 }) => [name, sha256])),
});

/**
 * The packs that are served with the page, and the packs that were imported. The last opened pack is kept in
 * memory.
 */
export class PackLibrary {
  readonly #folder: string;
  #open: LoadedPack | undefined;
  /** The packs that are being fetched. They have what had arrived when a run failed. */
  readonly #served = new Map<string, HttpPackSource>();
  /** Gets the events of the run that reads a pack. */
  #onEvent: (event: PipelineEvent) => void = () => undefined;

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
    const stored = await storedPacks();
    const imported = stored.flatMap(({ id, manifest }) =>
      manifest ? { ...summarise(manifest), id, imported: true } : [],
    );
    // The files of an imported pack may have been replaced since it was opened.
    if (imported.some(({ id }) => id === this.#open?.manifest.id)) this.#open = undefined;
    const ids = await listPacks(new HttpPackSource(this.#folder)).catch((error: unknown) => {
      if (imported.length > 0) return [];
      throw error;
    });
    const read = await Promise.allSettled(
      ids.map(async (id) => readManifest(new HttpPackSource(this.#urlOf(id)))),
    );
    const manifests = read.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    const served = manifests.map(summarise);
    const broken = read.find((result) => result.status === 'rejected');
    if (served.length + imported.length === 0 && broken) throw asAppError(broken.reason, 'load');
    if (ids.length > 0 && !broken)
      await forgetOthers(
        this.#folder,
        ids.map((id) => this.#urlOf(id)),
        [...manifests, ...stored.flatMap(({ manifest }) => manifest ?? [])],
      );
    const importedIds = new Set(imported.map(({ id }) => id));
    return [...served.filter(({ id }) => !importedIds.has(id)), ...imported];
  }

  /**
   * Opens a pack. A pack that is not in memory is fetched; `download` events report the fetched bytes. `connection`
   * events say why none come. What has arrived when this fails is not fetched again.
   */
  async get(
    id: string,
    onEvent: (event: PipelineEvent) => void,
    signal: AbortSignal,
  ): Promise<LoadedPack> {
    if (this.#open?.manifest.id === id) return this.#open;
    this.#open = undefined;
    this.#onEvent = onEvent;
    const opened = await openPack(await this.#source(id), {
      signal,
      onProgress: ({ loaded, total }) => onEvent({ type: 'download', loaded, total }),
    });
    this.#served.delete(id);
    const damaged = (opened.incidents ?? []).filter(({ fault }) =>
      ['damaged', 'copy-damaged'].includes(fault),
    );
    for (const file of new Set(damaged.map((each) => each.file)))
      onEvent({ type: 'fetched-again', file });
    this.#open = opened;
    return opened;
  }

  /**
   * What the memory plan needs of a pack, without reading its weights. Null if the weights must be fetched first, or if
   * the pack cannot be read.
   */
  async preview(id: string): Promise<PlannablePack | null> {
    if (this.#open?.manifest.id === id) return this.#open;
    if (!(await storedFolders()).includes(id)) return null;
    const folder = new OpfsFolder(id);
    const manifest = await readManifest(folder).catch(() => null);
    return (
      manifest && {
        manifest,
        weights: async (name) => readIndex(await folder.read(name), name),
      }
    );
  }

  /**
   * What a run with the pack must fetch first. Null if the pack cannot be read.
   * @returns `kept`: whether the files stay for the next visit
   */
  async missing(id: string): Promise<{ bytes: number; kept: boolean } | null> {
    const isHere = this.#open?.manifest.id === id || (await this.#isImported(id));
    if (isHere) return { bytes: 0, kept: true };
    try {
      const source = await this.#fetched(id);
      const { files } = await readManifest(source);
      return { bytes: await source.missingBytes(files), kept: source.isKept };
    } catch {
      return null;
    }
  }

  /** A download that waits or stalls tries again at once. */
  retryDownload(): void {
    for (const { watch } of this.#served.values()) watch.retryNow();
  }

  #urlOf(id: string): string {
    return new URL(`${encodeURIComponent(id)}/`, this.#folder).href;
  }

  async #fetched(id: string): Promise<HttpPackSource> {
    const url = this.#urlOf(id);
    const watch = new DownloadWatch((news) => this.#onEvent({ type: 'connection', news }));
    const source =
      this.#served.get(id) ?? new HttpPackSource(url, { kept: await openKeptFiles(url), watch });
    this.#served.set(id, source);
    return source;
  }

  async #isImported(id: string): Promise<boolean> {
    if (!(await storedFolders()).includes(id)) return false;
    return (await new OpfsFolder(id).size('pack.json')) !== null;
  }

  async #source(id: string): Promise<PackSource> {
    return (await this.#isImported(id))
      ? new StoredPackSource(id, new OpfsFolder(id), await openRecords())
      : this.#fetched(id);
  }
}
