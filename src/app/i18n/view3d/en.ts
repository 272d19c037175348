/** The 3D viewer. */
export const enView3d = {
  label: '3D viewer',
  canvas:
    '3D mouse. The arrow keys turn the mouse, with Shift they move it. Plus and minus zoom, F shows all of it, and R resets the view.',
  hint: 'Drag to turn · right button to move · scroll to zoom',
  hintTouch: 'Drag to turn · two fingers to move and zoom',
  reset: 'Reset view',
  turn: 'Turn automatically',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  frame: 'Show all of it',
  points: 'Show points',
  fullScreen: 'Full screen',
  backdrop: 'Background',
  backdrops: {
    plain: 'As the page',
    white: 'White',
    grey: 'Grey',
    black: 'Black',
    checker: 'Checkered',
  },
  opening: 'Opening the 3D view…',
  failed: 'This splat cannot be shown in 3D here. Its files can still be saved.',
  flyTo: 'See the splat as view {number}',
  wipe: 'Picture over the splat',
  wipeValue: '{percent}% picture',
  wipeClose: 'Hide the picture',
};
