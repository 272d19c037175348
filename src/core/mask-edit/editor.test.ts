import { describe, expect, it } from 'vitest';
import { MaskEditor } from './editor.ts';
import { finish } from './flood.ts';
import { MaskHistory } from './history.ts';
import { wholeOf, type EditedMask } from './mask.ts';

const WIDTH = 300;
const HEIGHT = 200;

/** A photo with two dark blots on light ground, and a mask of them. */
function opened({ masked = true } = {}) {
  const data = new Uint8ClampedArray(4 * WIDTH * HEIGHT);
  const alpha = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++) {
      const at = y * WIDTH + x;
      const inBlot = [80, 220].some((middle) => Math.hypot(x - middle, y - 100) < 40);
      data.fill(inBlot ? 40 : 200, 4 * at, 4 * at + 3);
      data[4 * at + 3] = 255;
      if (inBlot && masked) alpha[at] = 255;
    }
  const mask = { width: WIDTH, height: HEIGHT, alpha };
  return new MaskEditor({ width: WIDTH, height: HEIGHT, data }, mask);
}

const alphaAt = ({ mask }: MaskEditor, x: number, y: number) => mask.alpha[y * WIDTH + x];
const sumOf = ({ alpha }: EditedMask) => alpha.reduce((sum, value) => sum + value, 0);

describe('strokes', () => {
  it('end when something is undone', () => {
    const editor = opened({ masked: false });
    editor.set({ radius: 5 });
    editor.strokeTo({ x: 20, y: 20 });
    editor.endStroke();
    editor.strokeTo({ x: 60, y: 20 });
    editor.undo();
    editor.endStroke();
    expect([alphaAt(editor, 20, 20), alphaAt(editor, 60, 20)]).toEqual([255, 0]);
    editor.undo();
    expect([alphaAt(editor, 20, 20), editor.state.canUndo]).toEqual([0, false]);
  });

  it('add and take away a round line with an edge of one pixel', () => {
    const editor = opened({ masked: false });
    editor.set({ radius: 5 });
    const rect = editor.strokeTo({ x: 50, y: 20 })!;
    expect(rect).toEqual({ left: 44, top: 14, right: 56, bottom: 26 });
    editor.strokeTo({ x: 90, y: 20 });
    editor.endStroke();
    expect([alphaAt(editor, 70, 20), alphaAt(editor, 70, 15), alphaAt(editor, 70, 13)]).toEqual([
      255, 255, 0,
    ]);
    // A rectangle of 40 × 10, and a circle of radius 5.
    expect(sumOf(editor.mask) / 255).toBeCloseTo(400 + Math.PI * 25, -0.5);
    editor.set({ tool: 'eraser', radius: 50 });
    editor.strokeTo({ x: 70, y: 20 });
    editor.endStroke();
    expect(sumOf(editor.mask)).toBe(0);
  });

  it('can be undone and done again, as wholes', () => {
    const editor = opened();
    const before = editor.mask.alpha.slice();
    expect(editor.state).toMatchObject({ canUndo: false, canRedo: false, changed: false });
    editor.strokeTo({ x: 150, y: 20 });
    editor.strokeTo({ x: 160, y: 180 });
    editor.endStroke();
    const after = editor.mask.alpha.slice();
    expect(Buffer.compare(after, before)).not.toBe(0);
    expect(editor.undo()).not.toBeNull();
    expect(Buffer.compare(editor.mask.alpha, before)).toBe(0);
    expect(editor.state).toMatchObject({ canUndo: false, canRedo: true, changed: false });
    expect(editor.undo()).toBeNull();
    editor.redo();
    expect(Buffer.compare(editor.mask.alpha, after)).toBe(0);
    editor.undo();
    editor.invert();
    expect(editor.state.canRedo).toBe(false);
    expect(sumOf(editor.mask)).toBe(255 * WIDTH * HEIGHT - before.reduce((sum, v) => sum + v, 0));
  });

  it('that change nothing, or are dropped, are no edits', () => {
    const editor = opened();
    const before = editor.mask.alpha.slice();
    editor.set({ radius: 3 });
    editor.strokeTo({ x: 80, y: 100 });
    editor.endStroke();
    expect(editor.state.canUndo).toBe(false);
    editor.strokeTo({ x: 150, y: 20 });
    expect(editor.dropStroke()).not.toBeNull();
    expect(Buffer.compare(editor.mask.alpha, before)).toBe(0);
    editor.endStroke();
    expect(editor.state).toMatchObject({ canUndo: false, parts: 2 });
  });
});

describe('clicks', () => {
  it('grow over what hangs together and has a similar colour', () => {
    const editor = opened({ masked: false });
    editor.set({ tool: 'grow', tolerance: 30 });
    finish(editor.click({ x: 80, y: 100 }, false));
    expect([alphaAt(editor, 60, 110), alphaAt(editor, 220, 100), alphaAt(editor, 5, 5)]).toEqual([
      255, 0, 0,
    ]);
    finish(editor.click({ x: 80, y: 100 }, true));
    expect(sumOf(editor.mask)).toBe(0);
    editor.set({ tolerance: 200 });
    finish(editor.click({ x: 80, y: 100 }, false));
    expect(sumOf(editor.mask)).toBe(255 * WIDTH * HEIGHT);
  });

  it('keep only one animal', () => {
    const editor = opened();
    expect(editor.state.parts).toBe(2);
    editor.set({ tool: 'only' });
    expect(finish(editor.click({ x: 5, y: 5 }, false))).toBeNull();
    expect(editor.state.parts).toBe(2);
    finish(editor.click({ x: 220, y: 100 }, false));
    expect([alphaAt(editor, 80, 100), alphaAt(editor, 220, 100)]).toEqual([0, 255]);
    expect(editor.state).toMatchObject({ parts: 1, canUndo: true });
  });

  it('give way on the way', () => {
    const editor = opened({ masked: false });
    editor.set({ tool: 'grow', tolerance: 255 });
    const pieces = editor.click({ x: 1, y: 1 }, false);
    let pauses = 0;
    while (!pieces.next().done) pauses += 1;
    // 60,000 pixels, three looks at each, and a pause after 200,000 looks: none. A larger photo has some.
    expect(pauses).toBe(0);
    const large = { width: 1000, height: 1000 };
    const photo = { ...large, data: new Uint8ClampedArray(4e6) };
    const other = new MaskEditor(photo, { ...large, alpha: new Uint8Array(1e6) });
    other.set({ tool: 'grow' });
    const many = other.click({ x: 1, y: 1 }, false);
    while (!many.next().done) pauses += 1;
    expect(pauses).toBeGreaterThan(10);
  });
});

it('the history forgets the oldest edits, but never the last one', () => {
  const mask = { width: 256, height: 256, alpha: new Uint8Array(256 * 256) };
  const history = new MaskHistory(mask, 1.5 * 256 * 256);
  for (const value of [1, 2, 3]) {
    history.keep(wholeOf(mask));
    mask.alpha.fill(value);
    history.commit();
  }
  expect(history.undo()).toEqual(wholeOf(mask));
  expect(mask.alpha[0]).toBe(2);
  expect(history.undo()).toBeNull();
  const small = new MaskHistory(mask, 1);
  small.keep({ left: 200, top: 0, right: 201, bottom: 1 });
  mask.alpha[200] = 9;
  expect(small.commit()).toBe(true);
  expect(small.undo()).toEqual({ left: 128, top: 0, right: 256, bottom: 128 });
  expect(mask.alpha[200]).toBe(2);
});
