import { describe, expect, it } from 'vitest';
import { orbitCamera } from '../../core/camera/orbit.ts';
import { rigCameras } from '../../core/camera/rig.ts';
import { FACELIFT_RIG } from '../facelift-rig.ts';
import { anglesOf, viewName } from './angles.ts';
import {
  cameraViews,
  PRESET_NAMES,
  presetViews,
  promptsOf,
  templateFault,
  templateOf,
} from './prompts.ts';

describe('promptsOf', () => {
  it.each([
    ['facelift', 1, 'a rendering image of 3D models, front_right view, color map.'],
    [
      'mouse',
      3,
      'a rendering image of a 3D model, top-back view, from above at an angle, color map.',
    ],
    [
      'topdown',
      1,
      'a rendering image of a 3D model, top-right view, from above looking down, color map.',
    ],
  ] as const)('has the text of training: %s', (preset, view, text) => {
    const { colour, normal } = promptsOf(templateOf(preset, 'text_only'), presetViews(preset));
    expect(colour[view]).toBe(text);
    expect(normal?.[view]).toBe(text.replace('color', 'normal'));
  });

  it('says the angles', () => {
    const template = templateOf('mouse', 'with_angles');
    const azimuths = PRESET_NAMES.map((preset) =>
      promptsOf(template, presetViews(preset)).colour.map(
        (text) => /azimuth (\d+)/.exec(text)?.[1],
      ),
    );
    expect(azimuths[0].join(' ')).toBe('0 60 90 180 270 300');
    expect(azimuths[1]).toEqual(azimuths[0]);
    expect(azimuths[2].join(' ')).toBe('0 90 180 270');
    expect(promptsOf(template, presetViews('mouse')).colour[1]).toBe(
      'a rendering image of a 3D model, top-front-right view, elevation 20 degrees, azimuth 60 degrees, color map.',
    );
    expect(promptsOf(template, presetViews('mouse', -7)).normal?.[0]).toContain(
      'elevation -7 degrees, azimuth 0 degrees, normal map.',
    );
  });

  it('has no texts of normal maps if the template names no map', () => {
    const views = presetViews('topdown');
    expect(promptsOf('a photo, {view}', views)).toEqual({
      colour: [
        'a photo, top-front',
        'a photo, top-right',
        'a photo, top-back',
        'a photo, top-left',
      ],
      normal: null,
    });
    expect(promptsOf('{view}, color map', views).normal?.[0]).toBe('top-front, normal map');
    expect(promptsOf('{map} of {view}', views).normal?.[0]).toBe('normal of top-front');
  });

  it('rounds angles to whole degrees', () => {
    const views = cameraViews([{ elevationDeg: -0.2, azimuthDeg: 359.7 }]);
    expect(promptsOf('{elevation} {azimuth}', views).colour).toEqual(['0 0']);
  });
});

describe('templateFault', () => {
  it.each([
    ['', 'is empty'],
    ['a mouse', 'neither {view} nor {azimuth}'],
    ['{view} {size}', 'the unknown placeholder {size}'],
    ['{view}', null],
    ['at {azimuth}', null],
  ])('%s', (template, fault) => {
    const found = templateFault(template);
    if (fault === null) expect(found).toBeNull();
    else expect(found).toContain(fault);
  });
});

describe('anglesOf', () => {
  it("names FaceLift's views as FaceLift does", () => {
    const views = cameraViews(anglesOf(rigCameras(FACELIFT_RIG)) ?? []);
    expect(views.map(({ name }) => name.replace('-', '_'))).toEqual(
      presetViews('facelift').map(({ name }) => name),
    );
    expect(views.map(({ azimuthDeg }) => Math.round(azimuthDeg))).toEqual([
      0, 45, 90, 180, 270, 315,
    ]);
  });

  it('measures azimuths from the first camera, and elevations from the horizon', () => {
    const cameras = [
      [40, 20],
      [20, 35],
      [60, -10],
    ].map(([azimuth, elevation]) => orbitCamera(azimuth, elevation, 2, 50, 64));
    const angles = anglesOf(cameras) ?? [];
    expect(angles.map(({ azimuthDeg }) => Math.round(azimuthDeg))).toEqual([0, 20, 340]);
    expect(angles.map(({ elevationDeg }) => Math.round(elevationDeg))).toEqual([20, 35, -10]);
  });

  it('is null if a camera is at the origin', () => {
    const camera = orbitCamera(0, 0, 2, 50, 64);
    const w2c = Float64Array.from(camera.w2c, (value, i) => (i % 4 === 3 && i < 12 ? 0 : value));
    expect(anglesOf([{ ...camera, w2c }])).toBeNull();
  });
});

describe('viewName', () => {
  it.each([
    [0, 0, 'front'],
    [10, 30, 'front-right'],
    [10.1, 59.9, 'upper-front-right'],
    [31, 60, 'top-right'],
    [20, 120, 'upper-back-right'],
    [-50, 180, 'back'],
    [0, 210, 'back-left'],
    [0, 299, 'left'],
    [0, 300, 'front-left'],
    [0, 330, 'front'],
  ])('elevation %d, azimuth %d: %s', (elevationDeg, azimuthDeg, name) => {
    expect(viewName({ elevationDeg, azimuthDeg })).toBe(name);
  });
});
