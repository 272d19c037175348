/** Names of drivers that compute on the CPU. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** What computes WebGL2. Null: it does not start. */
export function webGlDriver(attributes?: WebGLContextAttributes): string | null {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2', attributes);
  if (!gl) return null;
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const driver = String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return driver;
}

/** Whether a driver computes on the CPU, by its name. */
export const isSoftware = (driver: string): boolean => SOFTWARE.test(driver);

/** Whether WebGL2 starts, and a GPU computes it. */
export function hasFastWebGl(): boolean {
  // Some browsers know that WebGL is slow, and then give none.
  const driver = webGlDriver({ failIfMajorPerformanceCaveat: true });
  return driver !== null && !isSoftware(driver);
}
