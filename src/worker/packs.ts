import { AppError, asAppError, type StageId } from '../core/errors.ts';
import { HttpPackSource } from '../packs/http-source.ts';
import { listPacks, openPack, type LoadedPack } from '../packs/load.ts';
import { parseManifest, type PackManifest } from '../packs/manifest.ts';
import type { PackSummary, PipelineEvent } from './protocol.ts';

const STAGES: readonly StageId[] = [
  'photo',
  'matting',
  'centring',
  'pose',
  'multiview',
  'reconstruct',
  'render',
  'turntable',
  'export',
];

const summarise = (manifest: PackManifest): PackSummary => ({
  id: manifest.id,
  title: manifest.title,
  licence: manifest.licence.name,
  bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0),
  defaults: manifest.defaults,
  stages: STAGES.filter((stage) => stage !== 'pose' || manifest.stages.pose !== undefined),
});

/** The packs that are served beside the page; the one in use stays in memory. */
export class PackShelf {
  readonly #folder: string;
  #open: LoadedPack | undefined;

  /** @param baseUrl where the page lies; the packs are in `models/` there */
  constructor(baseUrl: string) {
    this.#folder = new URL('models/', baseUrl).href;
  }

  /** Packs that can be read; one broken pack does not hide the others, all of them broken is an error. */
  async list(): Promise<PackSummary[]> {
    const ids = await listPacks(new HttpPackSource(this.#folder));
    const read = await Promise.allSettled(ids.map((id) => this.#summary(id)));
    const packs = read.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    const broken = read.find((result) => result.status === 'rejected');
    if (packs.length === 0 && broken) throw asAppError(broken.reason, 'load');
    return packs;
  }

  async get(
    id: string,
    onEvent: (event: PipelineEvent) => void,
    signal: AbortSignal,
  ): Promise<LoadedPack> {
    if (this.#open?.manifest.id === id) return this.#open;
    this.#open = undefined;
    this.#open = await openPack(this.#source(id), {
      signal,
      onProgress: ({ loaded, total }) => onEvent({ type: 'download', loaded, total }),
    });
    return this.#open;
  }

  async #summary(id: string): Promise<PackSummary> {
    const text = await (await this.#source(id).read('pack.json')).text();
    try {
      return summarise(parseManifest(JSON.parse(text)));
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      throw new AppError('pack-invalid', { message: `${id}: pack.json is not JSON`, cause });
    }
  }

  #source(id: string): HttpPackSource {
    return new HttpPackSource(new URL(`${encodeURIComponent(id)}/`, this.#folder).href);
  }
}
