import { crc32 } from '../../core/files/crc32.ts';
import type { JobFolder } from '../../worker/job-store/folder.ts';
import { MemoryJobFolder } from '../../worker/job-store/memory-folder.ts';
import { openPageFolder } from '../../worker/job-store/page-folder.ts';

/** A sample's splat and its film, made on this computer. */
export interface KeptShow {
  ply: Blob;
  /** Null if this browser cannot encode a video. */
  film: Blob | null;
}

/** Folder of the shows in the browser's storage. */
const FOLDER = 'kiosk';

/** What a show was made from, as a text of eight digits. Another text means: it must be made again. */
export const stampOf = (madeFrom: unknown): string =>
  crc32(new TextEncoder().encode(JSON.stringify(madeFrom)))
    .toString(16)
    .padStart(8, '0');

/** Keeps the shows of samples. */
export class KeptShows {
  readonly #folder: JobFolder;

  constructor(folder: JobFolder) {
    this.#folder = folder;
  }

  /** The show of a sample. Null if there is none with this stamp. */
  async read(name: string, stamp: string): Promise<KeptShow | null> {
    const ply = await this.#folder.read(`${name} ${stamp}.ply`);
    return ply && { ply, film: await this.#folder.read(`${name} ${stamp}.film`) };
  }

  /** Keeps a show, and removes older ones of the sample. The splat is written last: its file means that all is there. */
  async write(name: string, stamp: string, { ply, film }: KeptShow): Promise<void> {
    for (const file of await this.#folder.names())
      if (file.startsWith(`${name} `)) await this.#folder.remove(file);
    if (film) await this.#writeFile(`${name} ${stamp}.film`, film);
    await this.#writeFile(`${name} ${stamp}.ply`, ply);
  }

  async #writeFile(name: string, file: Blob): Promise<void> {
    const sink = await this.#folder.create(name);
    try {
      await sink.write(new Uint8Array(await file.arrayBuffer()));
    } finally {
      await sink.close();
    }
  }
}

/** Opens the kept shows. In a browser that gives no storage they are lost with the tab. */
export const openShows = async (): Promise<KeptShows> =>
  new KeptShows((await openPageFolder(FOLDER, true)) ?? new MemoryJobFolder());
