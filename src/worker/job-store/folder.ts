import type { PackSink } from '../../packs/import/write/sink.ts';

/** The folder that a `JobStore` writes into. All files are directly in it. */
export interface JobFolder extends PackSink {
  /** Names of all files. */
  names(): Promise<string[]>;
  /** A file, or null if it does not exist. Its bytes stay where they are until they are read. */
  read(name: string): Promise<Blob | null>;
}
