import { expose } from 'comlink';
import { AppError } from '../core/errors.ts';
import { HttpPackSource } from '../packs/http-source.ts';
import { readDonor } from '../packs/import/donor.ts';
import { fingerprintOf } from '../packs/import/write/fingerprint.ts';
import { readJournal } from '../packs/import/write/journal.ts';
import type { ImportFile } from '../packs/import/parts.ts';
import {
  planImport,
  type ImportChoices,
  type ImportPlan,
  type MattingDonor,
} from '../packs/import/plan.ts';
import { runImport, type ImportProgress } from '../packs/import/write/run.ts';
import { survey, type Survey } from '../packs/import/survey.ts';
import { tidy } from '../packs/import/write/tidy.ts';
import { listPacks, readManifest } from '../packs/load.ts';
import { OpfsFolder, packBusy, removeFolder, storedFolders } from '../packs/opfs.ts';
import { disagreeingParts } from '../packs/check-rigs.ts';
import { carryErrors } from './error-transfer.ts';
import { foundIn } from './found.ts';
import type { Found, ImportApi, PlanSummary, StoredPack } from './import-protocol.ts';

/**
 * Runs `work` on a pack, and locks the pack against other tabs of this page.
 * @throws AppError `pack-busy` if another tab has locked the pack
 */
function withPackLock<T>(id: string, work: () => Promise<T>): Promise<T> {
  // A browser without locks also has no storage, so `work` throws the right error.
  if (!navigator.locks) return work();
  return navigator.locks.request(`pack ${id}`, { ifAvailable: true }, (lock) => {
    if (!lock) throw packBusy(id);
    return work();
  });
}

/**
 * The import worker. To cancel a run, the page may end the pipeline's worker. An import must survive this, so
 * it has a separate worker.
 */
class ImportWorker implements ImportApi {
  #models = '';
  #survey: Survey | undefined;
  #donor: Promise<MattingDonor> | undefined;
  #controller: AbortController | undefined;

  open(baseUrl: string): void {
    this.#models = new URL('models/', baseUrl).href;
  }

  async survey(files: readonly ImportFile[]): Promise<Found> {
    this.#survey = await survey(files);
    return foundIn(this.#survey);
  }

  async plan(choices: ImportChoices): Promise<PlanSummary> {
    const plan = await this.#planned({ ...choices, allowMixedRigs: true });
    const fingerprint = await fingerprintOf(plan);
    const mixed = disagreeingParts(plan.manifest);
    const summary: PlanSummary = {
      totalBytes: plan.totalBytes,
      doneBytes: 0,
      unfinishedId: null,
      freeBytes: await new OpfsFolder(choices.id).freeBytes(),
      mismatch: mixed.length > 0 ? { expected: plan.manifest.rig.id, parts: mixed } : null,
    };
    for (const id of await storedFolders()) {
      const journal = await readJournal(new OpfsFolder(id));
      if (journal?.fingerprint !== fingerprint) continue;
      const doneBytes = journal.done.reduce((sum, { bytes }) => sum + bytes, 0);
      return { ...summary, unfinishedId: id, doneBytes };
    }
    return summary;
  }

  async run(
    choices: ImportChoices,
    onProgress: (progress: ImportProgress) => unknown,
  ): Promise<void> {
    if (this.#controller) throw new AppError('internal', { message: 'An import is in progress.' });
    const { signal } = (this.#controller = new AbortController());
    try {
      const plan = await this.#planned(choices);
      await withPackLock(choices.id, () => write(choices.id, plan, onProgress, signal));
    } finally {
      this.#controller = undefined;
    }
  }

  cancel(): void {
    this.#controller?.abort();
  }

  async stored(): Promise<StoredPack[]> {
    return Promise.all(
      (await storedFolders()).map(async (id) => {
        const folder = new OpfsFolder(id);
        const sizes = await folder.list();
        const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
        const manifest = sizes.has('pack.json')
          ? await readManifest(folder).catch(() => null)
          : null;
        return { id, title: manifest?.title ?? null, bytes };
      }),
    );
  }

  remove(id: string): Promise<void> {
    return withPackLock(id, () => removeFolder(id));
  }

  async #planned(choices: ImportChoices): Promise<ImportPlan> {
    if (!this.#survey) throw new AppError('internal', { message: 'There is nothing to import.' });
    // After a failed download, the next call tries again.
    this.#donor ??= this.#readDonor().catch((error: unknown) => {
      this.#donor = undefined;
      throw error;
    });
    return planImport(this.#survey, choices, await this.#donor);
  }

  /**
   * The matting section of the first pack that is served with the page. Imported packs without a remover get
   * this section.
   */
  async #readDonor(): Promise<MattingDonor> {
    const [id] = await listPacks(this.#models);
    return readDonor(new HttpPackSource(new URL(`${id}/`, this.#models).href));
  }
}

/** Writes a pack into the browser's storage. If writing fails, only finished files stay. */
async function write(
  id: string,
  plan: ImportPlan,
  onProgress: (progress: ImportProgress) => unknown,
  signal: AbortSignal,
): Promise<void> {
  const folder = new OpfsFolder(id);
  const journal = await readJournal(folder);
  // Otherwise files of another, unfinished import would stay in the folder forever.
  if (journal?.fingerprint !== (await fingerprintOf(plan))) await removeFolder(id);
  try {
    await runImport(plan, folder, { onProgress: (progress) => void onProgress(progress), signal });
  } catch (error) {
    const keptBytes = await tidy(folder, (await folder.list()).keys());
    if (keptBytes === 0) await removeFolder(id);
    throw error;
  }
}

carryErrors();
expose(new ImportWorker());
