import { proxy, type Remote } from 'comlink';
import { carryErrors } from './error-transfer.ts';
import type {
  Found,
  ImportApi,
  ImportChoices,
  ImportClient,
  ImportFile,
  ImportProgress,
  PlanSummary,
  StoredPack,
  WantedModel,
} from './import-protocol.ts';
import { manageWorker, type WorkerHandle } from './life/life.ts';
import { untilEnded } from './until-ended.ts';
import { survey } from './watched-survey.ts';

/**
 * Milliseconds within which a cancelled import must write its journal and clean up. Otherwise its worker is
 * ended.
 */
const GRACE_MS = 10_000;

/** The import, as the page uses it. The first call starts the worker. */
class ImportBridge implements ImportClient {
  readonly #baseUrl: string;
  #life: WorkerHandle<ImportApi> | undefined;
  #persistenceRequested = false;
  /** What the last successful survey was about, and the worker that knows it. */
  #surveyed:
    | {
        files: readonly ImportFile[];
        wanted: readonly WantedModel[];
        life: WorkerHandle<ImportApi>;
      }
    | undefined;

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  async survey(
    files: readonly ImportFile[],
    wanted: readonly WantedModel[],
    signal: AbortSignal,
  ): Promise<Found> {
    signal.throwIfAborted();
    const life = this.#alive();
    const found = await survey(life, files, wanted, signal);
    this.#surveyed = { files, wanted, life };
    return found;
  }

  async plan(choices: ImportChoices): Promise<PlanSummary> {
    await this.#surveyAgain();
    return this.#call((remote) => remote.plan(choices));
  }

  stored(): Promise<StoredPack[]> {
    return this.#call((remote) => remote.stored());
  }

  remove(id: string): Promise<void> {
    return this.#call((remote) => remote.remove(id));
  }

  check(id: string, onFraction: (fraction: number) => void): Promise<string[]> {
    return untilEnded(onFraction, (listener) =>
      this.#call((remote) => remote.check(id, proxy(listener))),
    );
  }

  async run(
    choices: ImportChoices,
    onProgress: (progress: ImportProgress) => void,
    signal: AbortSignal,
  ): Promise<void> {
    signal.throwIfAborted();
    this.#requestPersistence();
    let grace: ReturnType<typeof setTimeout> | undefined;
    const cancel = () => {
      const life = this.#alive();
      life.remote.cancel().catch(() => undefined);
      grace = setTimeout(() => life.end(signal.reason), GRACE_MS);
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      await this.#surveyAgain(signal);
      await untilEnded(onProgress, (listener) =>
        this.#call((remote) => remote.run(choices, proxy(listener))),
      );
    } finally {
      clearTimeout(grace);
      signal.removeEventListener('abort', cancel);
    }
  }

  /** A worker that was started since the last survey does not know the files. */
  async #surveyAgain(signal?: AbortSignal): Promise<void> {
    const life = this.#alive();
    if (!this.#surveyed || this.#surveyed.life === life) return;
    const { files, wanted } = this.#surveyed;
    await survey(life, files, wanted, signal);
    this.#surveyed = { files, wanted, life };
  }

  /**
   * Asks the browser once to keep the page's storage. Otherwise the browser may delete gigabytes when the disk
   * is full. The answer is ignored.
   */
  #requestPersistence(): void {
    if (this.#persistenceRequested) return;
    this.#persistenceRequested = true;
    navigator.storage?.persist?.().catch(() => undefined);
  }

  #call<T>(call: (remote: Remote<ImportApi>) => Promise<T>): Promise<T> {
    const { remote, whileAlive } = this.#alive();
    return whileAlive(call(remote));
  }

  #alive(): WorkerHandle<ImportApi> {
    this.#life ??= this.#start();
    return this.#life;
  }

  #start(): WorkerHandle<ImportApi> {
    const life = manageWorker<ImportApi>(
      () =>
        new Worker(new URL('./import.worker.ts', import.meta.url), {
          type: 'module',
          name: 'import',
        }),
      () => {
        if (this.#life === life) this.#life = undefined;
      },
    );
    life.remote.open(this.#baseUrl).catch(life.end);
    return life;
  }
}

/** Connects to the import worker. @param baseUrl URL of the folder that contains the page */
export function connectImport(baseUrl: string): ImportClient {
  carryErrors();
  return new ImportBridge(baseUrl);
}
