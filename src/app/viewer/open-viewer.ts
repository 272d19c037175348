import { SplatView } from './splat-view.ts';
import type { SplatViewer, ViewerOptions } from './types.ts';
import { WebGlPainter } from './webgl-painter.ts';

/** Opens the viewer that draws with WebGL. If WebGL2 cannot start, the pipeline's rasterizer draws. */
export async function openViewer(options: ViewerOptions): Promise<SplatViewer> {
  const painter = await WebGlPainter.open(options.container);
  if (painter) return new SplatView(painter, options);
  const { openPictureViewer } = await import('./open-picture-viewer.ts');
  return openPictureViewer(options);
}
