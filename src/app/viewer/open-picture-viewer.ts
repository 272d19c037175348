import { PicturePainter } from './picture-painter.ts';
import { SplatView } from './splat-view.ts';
import type { ViewerOptions } from './types.ts';

/** Opens the viewer in which a rasterizer draws. */
export const openPictureViewer = (options: ViewerOptions): SplatView =>
  new SplatView(new PicturePainter(options.container, options.renderOrbit), options);
