import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ARTIFACTS, type ArtifactName } from '../src/core/artifacts.ts';
import type { StageEvent } from '../src/pipeline/events.ts';

/** Collects the files of one run. The files are written after the run has succeeded, so a failed run leaves no files. */
export class Artifacts {
  readonly #files = new Map<ArtifactName, Blob>();

  /** Handles the events of a run. */
  take = (event: StageEvent | { type: 'stage' | 'progress' }): void => {
    if (event.type === 'artifact') this.#files.set(event.name, event.file);
  };

  /** Writes the files into a folder. Files of an earlier run that this run did not make are removed. */
  async write(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    for (const name of ARTIFACTS) {
      const target = path.join(folder, name);
      const file = this.#files.get(name);
      if (file) await writeFile(target, file.stream());
      else await rm(target, { force: true });
    }
  }
}
