import { describe, expect, it } from 'vitest';
import { commonBall, fitsBall, sightOf } from './common-ball.ts';
import { orbitCamera } from './orbit.ts';

const CAMERAS = [0, 50, 110, 180, 230].map((azimuth, i) =>
  orbitCamera(azimuth, i % 2 ? 35 : 5, 2.7, 50, 96),
);
const MOUSE = { centre: [0.3, -0.2, 0.1], radius: 0.4 };
const OTHER = { centre: [-0.9, 1, 0.5], radius: 0.6 };
const see = (...balls: (typeof MOUSE)[]) =>
  CAMERAS.map((camera) => balls.map((ball) => sightOf(ball, camera)!));

describe('commonBall', () => {
  it('is the ball that all cameras see', () => {
    const found = commonBall(CAMERAS, see(MOUSE))!;
    found.centre.forEach((value, k) => expect(value).toBeCloseTo(MOUSE.centre[k], 6));
    expect(found.radius).toBeCloseTo(0.4, 1);
  });

  it('is not what only one or two cameras see, even if they do not see the mouse', () => {
    const [first, , third] = see(OTHER);
    const things = see(MOUSE)
      .with(0, first)
      .with(2, [...third, ...see(MOUSE)[2]]);
    const found = commonBall(CAMERAS, things)!;
    found.centre.forEach((value, k) => expect(value).toBeCloseTo(MOUSE.centre[k], 6));
    expect(fitsBall(first[0], sightOf(found, CAMERAS[0])!)).toBe(false);
  });

  it('does not join things of quite different sizes', () => {
    const speck = { ...MOUSE, radius: 0.05 };
    const things = see(MOUSE).with(1, see(speck)[1]);
    expect(fitsBall(things[1][0], sightOf(commonBall(CAMERAS, things)!, CAMERAS[1])!)).toBe(false);
  });

  it('is null if no more than half of the cameras agree, or one sees something', () => {
    const none = CAMERAS.map(() => []);
    expect(commonBall(CAMERAS, none)).toBeNull();
    expect(commonBall(CAMERAS, [see(MOUSE)[0], ...none.slice(1)])).toBeNull();
    const two = none.with(0, see(MOUSE)[0] as never).with(1, see(MOUSE)[1] as never);
    expect(commonBall(CAMERAS, two)).toBeNull();
  });
});
