import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ARTIFACTS, type ArtifactName } from '../src/core/artifacts.ts';
import type { StageEvent } from '../src/pipeline/events.ts';

/** Gathers the files of one run. They are written when it has succeeded, so that a folder holds one run or none. */
export class Artifacts {
  readonly #files = new Map<ArtifactName, Blob>();

  take = (event: StageEvent | { type: 'stage' | 'progress' }): void => {
    if (event.type === 'artifact') this.#files.set(event.name, event.file);
  };

  /** Writes the files; those that an earlier run left and this one did not make go. */
  async write(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    for (const name of ARTIFACTS) {
      const place = path.join(folder, name);
      const file = this.#files.get(name);
      if (file) await writeFile(place, file.stream());
      else await rm(place, { force: true });
    }
  }
}
