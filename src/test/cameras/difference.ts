import type { Camera } from '../../core/camera/camera.ts';

/** Largest difference of any number. */
export const difference = (a: readonly Camera[], b: readonly Camera[]) =>
  Math.max(
    Math.abs(a.length - b.length),
    ...a.flatMap((camera, i) => {
      const names = ['width', 'height', 'fx', 'fy', 'cx', 'cy'] as const;
      const w2c = [...camera.w2c].map((value, k) => Math.abs(value - b[i].w2c[k]));
      return [...names.map((name) => Math.abs(camera[name] - b[i][name])), ...w2c];
    }),
  );
