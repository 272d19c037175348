import '../packs/zod-without-eval.ts';
import { expose } from 'comlink';
import { AppError } from '../core/errors.ts';
import { HttpPackSource } from '../packs/http-source.ts';
import { readDonor } from '../packs/import/donor.ts';
import { fingerprintOf } from '../packs/import/write/fingerprint.ts';
import type { ImportFile, WantedModel } from '../packs/import/parts.ts';
import {
  planImport,
  type ImportChoices,
  type ImportPlan,
  type MattingDonor,
} from '../packs/import/plan.ts';
import { runImport, type ImportProgress } from '../packs/import/write/run.ts';
import { survey, type Survey } from '../packs/import/survey.ts';
import { listPacks } from '../packs/load.ts';
import { OpfsFolder, removeFolder } from '../packs/opfs.ts';
import { storedPacks, unfinishedImport, withPackLock } from '../packs/stored.ts';
import { disagreeingParts } from '../packs/check-rigs.ts';
import { checkPack, openKeptFiles } from '../packs/kept.ts';
import { showLife } from './life/alive.ts';
import { carryErrors } from './error-transfer.ts';
import { foundIn } from './found.ts';
import type { Found, ImportApi, PlanSummary, StoredPack } from './import-protocol.ts';

/** Shortest time between two messages about the same file, milliseconds. */
const SAY_EVERY_MS = 500;

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

  async survey(
    files: readonly ImportFile[],
    wanted: readonly WantedModel[],
    onFile: (path: string) => unknown,
  ): Promise<Found> {
    let last = '';
    let saidAtMs = 0;
    const say = (path: string) => {
      const nowMs = performance.now();
      if (path === last && nowMs - saidAtMs < SAY_EVERY_MS) return;
      [last, saidAtMs] = [path, nowMs];
      void onFile(path);
    };
    this.#survey = await survey(files, say, wanted);
    return foundIn(this.#survey);
  }

  async plan(choices: ImportChoices): Promise<PlanSummary> {
    const plan = await this.#planned({ ...choices, allowMixedRigs: true });
    const unfinished = await unfinishedImport(await fingerprintOf(plan));
    const mixed = disagreeingParts(plan.manifest);
    return {
      totalBytes: plan.totalBytes,
      doneBytes: unfinished?.doneBytes ?? 0,
      unfinishedId: unfinished?.id ?? null,
      freeBytes: await new OpfsFolder(choices.id).freeBytes(),
      mismatch: mixed.length > 0 ? { expected: plan.manifest.rig.id, parts: mixed } : null,
    };
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
    const packs = await storedPacks();
    return packs.map(({ id, manifest, bytes }) => ({ id, title: manifest?.title ?? null, bytes }));
  }

  remove(id: string): Promise<void> {
    return withPackLock(id, () => removeFolder(id));
  }

  check(id: string, onFraction: (fraction: number) => unknown): Promise<string[]> {
    return withPackLock(id, () => checkPack(id, (fraction) => void onFraction(fraction)));
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
    const url = new URL(`${id}/`, this.#models).href;
    return readDonor(new HttpPackSource(url, { kept: await openKeptFiles(url) }));
  }
}

/** Writes a pack into the browser's storage. A folder in which nothing stays is removed. */
async function write(
  id: string,
  plan: ImportPlan,
  onProgress: (progress: ImportProgress) => unknown,
  signal: AbortSignal,
): Promise<void> {
  const folder = new OpfsFolder(id);
  try {
    await runImport(plan, folder, { onProgress: (progress) => void onProgress(progress), signal });
  } catch (error) {
    if ((await folder.list()).size === 0) await removeFolder(id);
    throw error;
  }
}

carryErrors();
showLife();
expose(new ImportWorker());
