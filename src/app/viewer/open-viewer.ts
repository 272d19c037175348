import type { SplatViewer, ViewerOptions } from './types.ts';

const hasWebGl2 = () => {
  const context = document.createElement('canvas').getContext('webgl2');
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
};

/** Opens the WebGL viewer. If WebGL2 cannot start, opens the viewer that shows pictures of the pipeline's rasterizer. */
export async function openViewer(options: ViewerOptions): Promise<SplatViewer> {
  if (hasWebGl2()) {
    try {
      const { WebGlViewer } = await import('./webgl-viewer.ts');
      return new WebGlViewer(options);
    } catch (error) {
      console.warn('The WebGL viewer could not start.', error);
      options.container.replaceChildren();
    }
  }
  const { OrbitPicture } = await import('./orbit-picture.ts');
  return new OrbitPicture(options);
}
