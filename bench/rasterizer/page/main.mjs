/**
 * Opens the viewer that the address names. `bench.frame` draws one view and resolves with milliseconds. `ms`: the whole
 * view, with the sort. `sortMs`: the sort.
 */
const query = new URLSearchParams(location.search);
const { open } = await import(`./${query.get('viewer')}.mjs`);
const shot = { elevationDeg: 20, radius: 2.7, fovDeg: 50, size: Number(query.get('size')) };
let last;

globalThis.bench = {
  ready: open(query.get('ply'), shot),
  async frame(azimuthDeg) {
    const viewer = await this.ready;
    const start = performance.now();
    const { pixels, sortMs, ms } = await viewer.frame({ ...shot, azimuthDeg });
    const total = ms ?? performance.now() - start;
    last = pixels;
    return { ms: total, sortMs };
  },
  /** The last picture, as the data URL of a PNG. */
  picture() {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [shot.size, shot.size];
    const data = new Uint8ClampedArray(last);
    for (let i = 3; i < data.length; i += 4) data[i] = 255;
    canvas.getContext('2d').putImageData(new ImageData(data, shot.size, shot.size), 0, 0);
    return canvas.toDataURL();
  },
};
