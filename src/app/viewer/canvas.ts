/** Replaces the content of `container` by a canvas that takes keyboard input. */
export const makeCanvas = (container: HTMLElement): HTMLCanvasElement => {
  const canvas = document.createElement('canvas');
  canvas.tabIndex = 0;
  // With this role, screen readers leave the arrow keys to the canvas.
  canvas.setAttribute('role', 'application');
  container.replaceChildren(canvas);
  return canvas;
};

/** What a canvas shows, as a PNG. Null if it is empty. */
export const pngOf = (canvas: HTMLCanvasElement): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
