import { ARTIFACTS, type ArtifactName } from '../../src/core/artifacts.ts';
import type { Notice, ProgressEvent, StageEvent } from '../../src/pipeline/events.ts';
import { writeTogether } from './write-together.ts';

/** Collects the files and the notices of one run. The files are written after the run has succeeded. */
export class Artifacts {
  readonly #files = new Map<ArtifactName, Blob>();
  readonly notices: Notice[] = [];

  /** Handles the events of a run. */
  take = (event: StageEvent | ProgressEvent): void => {
    if (event.type === 'artifact') this.#files.set(event.name, event.file);
    if (event.type === 'notice') this.notices.push(event.notice);
  };

  /**
   * Writes the files into a folder, all or none. Files of an earlier run that this run did not make are removed.
   * @throws OutputError
   */
  write(folder: string): Promise<void> {
    const ours: readonly string[] = ARTIFACTS;
    return writeTogether(folder, this.#files, (name) => ours.includes(name));
  }
}
