/** The English sentences of the player, which shows splats from files. */
export const enPlayer = {
  one: 'Splat',
  several: 'Sequence of {count} splats',
  canvas: 'Splat. The arrow keys turn it, plus and minus zoom, and R resets the view.',
  opening: 'Opening the splats…',
  play: 'Play',
  pause: 'Pause',
  frame: 'Frame',
  position: '{frame} of {count}',
  fps: 'Frames per second',
  up: 'Up',
  close: 'Close',
};
