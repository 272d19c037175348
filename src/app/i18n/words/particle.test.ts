import { describe, expect, it } from 'vitest';
import { withParticle } from './particle.ts';

describe('withParticle', () => {
  it.each([
    ['생쥐', '을/를', '생쥐를'],
    ['모델', '을/를', '모델을'],
    ['모델', '으로/로', '모델로'],
    ['팩', '으로/로', '팩으로'],
    ['골격', '와/과', '골격과'],
    // Letters by their names: 피티, 제이슨, 피엘와이, 에이치티엠엘.
    ['vae.pt', '을/를', 'vae.pt를'],
    ['config.json', '을/를', 'config.json을'],
    ['gaussians.ply', '이/가', 'gaussians.ply가'],
    ['viewer.html', '으로/로', 'viewer.html로'],
    ['viewer.html', '은/는', 'viewer.html은'],
    ['MODEL.BIN', '와/과', 'MODEL.BIN과'],
    // Words: 인코더, 링, 프레임, and 피엔지.
    ['conv.encoder', '이/가', 'conv.encoder가'],
    ['ring', '이/가', 'ring이'],
    ['frame', '을/를', 'frame을'],
    ['view.png', '을/를', 'view.png를'],
    ['mouse.zip', '을/를', 'mouse.zip을'],
    ['my pack', '이/가', 'my pack이'],
    ['gaussians.splat', '은/는', 'gaussians.splat은'],
    ['photo.webp', '을/를', 'photo.webp를'],
    // Numbers: 이, 육, 십, 퍼센트.
    ['방향 2', '이/가', '방향 2가'],
    ['방향 6', '이/가', '방향 6이'],
    ['10', '으로/로', '10으로'],
    ['7', '으로/로', '7로'],
    ['50 %', '을/를', '50 %를'],
    // What closes a name does not count.
    ['(a).onnx”', '은/는', '(a).onnx”는'],
    ['“데모 모델”', '을/를', '“데모 모델”을'],
    ['', '을/를', '를'],
    // As macOS writes names.
    ['사진'.normalize('NFD'), '을/를', `${'사진'.normalize('NFD')}을`],
    ['写真', '을/를', '写真를'],
  ])('%s with %s', (value, particle, expected) => {
    expect(withParticle(value, particle)).toBe(expected);
  });

  it('refuses another particle', () => {
    expect(() => withParticle('a', '가/이')).toThrow('There is no particle');
  });
});
