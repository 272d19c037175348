import type { Drawer } from '../../worker/view3d/protocol.ts';
import { SplatView } from './splat-view.ts';
import type { SplatViewer, ViewerOptions } from './types.ts';
import { WorkerPainter } from './worker-painter.ts';

/** Opens a viewer without a splat. @param drawer what draws. Null: what is fast here */
export const openViewer = (options: ViewerOptions, drawer: Drawer | null): SplatViewer =>
  new SplatView(new WorkerPainter(options.container, drawer), options);
