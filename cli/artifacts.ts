import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ArtifactName, StageEvent } from '../src/pipeline/events.ts';

const NAMES: readonly ArtifactName[] = [
  'input.png',
  'multiview.png',
  'output.png',
  'gaussians.ply',
  'turntable.mp4',
  'turntable.webm',
  'pose.json',
  'run.json',
];

/** Gathers the files of one run. They are written when it has succeeded, so that a folder holds one run or none. */
export class Artifacts {
  readonly #files = new Map<ArtifactName, Blob>();

  take = (event: StageEvent | { type: 'stage' | 'progress' }): void => {
    if (event.type === 'artifact') this.#files.set(event.name, event.file);
  };

  /** Writes the files; those that an earlier run left and this one did not make go. */
  async write(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    for (const name of NAMES) {
      const place = path.join(folder, name);
      const file = this.#files.get(name);
      if (file) await writeFile(place, file.stream());
      else await rm(place, { force: true });
    }
  }
}
