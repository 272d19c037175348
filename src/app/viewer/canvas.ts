/** Puts a canvas into `host` that takes keyboard input, in place of what `host` contained. */
export const makeCanvas = (host: HTMLElement): HTMLCanvasElement => {
  const canvas = document.createElement('canvas');
  canvas.tabIndex = 0;
  // With this role, screen readers pass the arrow keys on to the canvas.
  canvas.setAttribute('role', 'application');
  host.replaceChildren(canvas);
  return canvas;
};
