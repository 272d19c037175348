import type { Target } from '../target.ts';
import { cameraTargets } from './cameras.ts';
import { checkpointTargets } from './checkpoints.ts';
import { documentTargets } from './documents.ts';
import { droppedTargets } from './dropped.ts';
import { folderTargets } from './folder.ts';
import { pictureTargets } from './pictures.ts';

/** All parsers of bytes from outside. A new parser gets a target here. */
export const TARGETS: readonly Target[] = [
  ...checkpointTargets,
  ...pictureTargets,
  ...documentTargets,
  ...cameraTargets,
  ...folderTargets,
  ...droppedTargets,
];
