import type { Size } from '../../src/core/camera/files/index.ts';
import type { DirectSettings } from '../../src/pipeline/direct-table.ts';
import type { CommandContext } from '../command.ts';
import type { NodeBackend } from '../runtime/machine.ts';
import type { SampleFolder } from '../sample-folder.ts';

/** What all runs of a comparison have in common. */
export interface Comparing {
  sample: SampleFolder;
  /** Numbers of the views that may be inputs. */
  order: readonly number[];
  cameraSize?: Size;
  settings: DirectSettings;
  backend: NodeBackend;
  /** Path of the folder for the results of the runs. */
  out: string;
  /** Whether runs are made again, although their results are there. */
  force: boolean;
  context: CommandContext;
}
