import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';

/** Files and folders that must not outlive the program, in the order in which they were made. */
const paths = new Set<string>();

/** Exit codes of a program that ended by a signal, as shells count them. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

let watching = false;

function removeAll(): void {
  for (const path of paths) {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // The program ends. Nobody can act on this.
    }
  }
}

/**
 * Removes a path when the program ends, also by Ctrl-C. Returns a function that removes it now.
 * @param path of a file or a folder that may not exist yet
 */
export function removeAtExit(path: string): () => Promise<void> {
  if (!watching) {
    watching = true;
    process.on('exit', removeAll);
    for (const [signal, code] of Object.entries(SIGNALS))
      process.once(signal, () => process.exit(code));
  }
  paths.add(path);
  return async () => {
    // What cannot be removed now is tried again at the end.
    await rm(path, { recursive: true, force: true }).then(
      () => paths.delete(path),
      () => undefined,
    );
  };
}
