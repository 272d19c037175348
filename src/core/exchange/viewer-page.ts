import { extentOf } from '../gaussians/extent.ts';
import type { GaussianCloud } from '../gaussians/gaussian-cloud.ts';

/** Vertical field of view, degrees. */
const FOV_DEG = 40;

/** Distance of the camera in radii of the splat, and its direction: from the front, a little from the side and above. */
const DISTANCE = 2.6;
const DIRECTION = [0.5, 0.35, 0.79];

/** Background of the page, 0…1. A white mouse and a black one can be seen on it. */
const BACKGROUND = 0.8;

/**
 * Settings of the SuperSplat viewer in viewer.html, in its format (version 2). Y is up in the viewer, so a point x y z
 * of the world is at x z −y.
 */
export function viewerSettings(cloud: GaussianCloud) {
  const { middle, radius } = extentOf([cloud]);
  const target = [middle[0], middle[2], -middle[1]];
  const position = target.map((value, k) => value + DISTANCE * radius * DIRECTION[k]);
  const off = { enabled: false };
  return {
    version: 2,
    tonemapping: 'none',
    highPrecisionRendering: false,
    background: { color: [BACKGROUND, BACKGROUND, BACKGROUND] },
    postEffectSettings: {
      sharpness: { ...off, amount: 0 },
      bloom: { ...off, intensity: 1, blurLevel: 2 },
      grading: { ...off, brightness: 0, contrast: 1, saturation: 1, tint: [1, 1, 1] },
      vignette: { ...off, intensity: 0.5, inner: 0.3, outer: 0.75, curvature: 1 },
      fringing: { ...off, intensity: 0.5 },
    },
    animTracks: [],
    cameras: [{ initial: { position, target, fov: FOV_DEG } }],
    annotations: [],
    startMode: 'default',
  };
}

/** The page with a title of its own. */
export function namedPage(page: Uint8Array, title: string): Uint8Array<ArrayBuffer> {
  const escaped = title.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const text = new TextDecoder().decode(page);
  return new TextEncoder().encode(
    text.replace(/<title>[^<]*<\/title>/, () => `<title>${escaped}</title>`),
  );
}
