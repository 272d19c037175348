import { describe, expect, it } from 'vitest';
import { parseUrl } from './url.ts';

const OFF = { kiosk: false, camera: false, files: false, check: false };

describe('parseUrl', () => {
  it('sets nothing when the address has no parameters', () => {
    expect(parseUrl('')).toEqual({ backend: 'auto', ...OFF });
  });

  it('reads every parameter', () => {
    expect(
      parseUrl(
        '?pack=mouse-demo&backend=wasm&seed=4&steps=12&guidance=2.5&centring=none&lang=ko&kiosk=1&camera=1&files=1&idle=30&check=1&sample=a',
      ),
    ).toEqual({
      pack: 'mouse-demo',
      backend: 'wasm',
      seed: 4,
      steps: 12,
      guidance: 2.5,
      centring: 'none',
      lang: 'ko',
      kiosk: true,
      camera: true,
      files: true,
      idleS: 30,
      check: true,
      sample: 'a',
    });
  });

  it.each([
    ['seed=0', { seed: 0 }],
    ['seed=4294967295', { seed: 4294967295 }],
    ['seed=4294967296', {}],
    ['seed=-1', {}],
    ['seed=1.5', {}],
    ['seed=', {}],
    ['steps=0', {}],
    ['steps=1', { steps: 1 }],
    ['steps=1001', {}],
    ['guidance=0.9', {}],
    ['guidance=1', { guidance: 1 }],
    ['guidance=NaN', {}],
    ['centring=coverage', { centring: 'coverage' }],
    ['centring=middle', {}],
    ['backend=cuda', {}],
    ['lang=fr', {}],
    ['kiosk=0', {}],
    ['idle=4', {}],
    ['idle=5', { idleS: 5 }],
    ['idle=3601', {}],
    ['pack=%20', {}],
  ])('?%s', (search, expected) => {
    const { backend, kiosk, camera, files, check, ...rest } = parseUrl(search);
    expect({ backend, kiosk, camera, files, check }).toEqual({ backend: 'auto', ...OFF });
    expect(JSON.parse(JSON.stringify(rest))).toEqual(expected);
  });
});
