import { z } from 'zod';

/** A file beside pack.json: a plain name, so that no pack reaches outside its own folder. */
export const fileName = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/, 'must be a plain file name')
  .refine((name) => !name.includes('..'), 'must be a plain file name');

/** The weight files of one network: one, or the shards of a large one. */
export const files = z.array(fileName).min(1).max(64);

/** Also the name of the pack's folder. */
export const packId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case words joined by -');

export const rigId = z.string().min(1).max(100);
export const count = z.int().min(1).max(1_000_000);
/** Pixels of a square image. */
export const pixels = z.int().min(8).max(4096);
export const counts = z.array(count).min(1).max(16);
export const unit = z.number().min(0).max(1);
export const localised = z.strictObject({ en: z.string().min(1), ko: z.string().min(1) });

const ringRig = z.strictObject({
  id: rigId,
  /** World units from the origin. */
  radius: z.number().positive().max(1000),
  fovDeg: z.number().min(1).max(170),
  elevationDeg: z.number().min(-89).max(89),
  azimuthsDeg: z.array(z.number()).min(1).max(32),
  imageSize: pixels,
});

const cameraRig = z.strictObject({
  id: rigId,
  /** Mean distance of the cameras from the origin. */
  radius: z.number().positive().max(1000),
  imageSize: pixels,
  cameras: z
    .array(
      z.strictObject({
        fx: z.number().positive(),
        fy: z.number().positive(),
        cx: z.number(),
        cy: z.number(),
        /** World to camera, 4×4 row-major, OpenCV axes. */
        w2c: z.array(z.number()).length(16),
      }),
    )
    .min(1)
    .max(32),
});

/** Cameras by their numbers on a circle, or one by one. */
export const rig = z.union([ringRig, cameraRig]);
