import { z } from 'zod';

/**
 * Name of a file in the folder of pack.json. Names with a folder are refused, so that a pack cannot read files
 * outside its folder.
 */
export const fileName = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/, 'must be a plain file name')
  .refine((name) => !name.includes('..'), 'must be a plain file name');

/** The weight files of one network: one file, or the shards of a large one. */
export const files = z.array(fileName).min(1).max(64);

export const rigId = z.string().min(1).max(100);
export const count = z.int().min(1).max(1_000_000);
/** Pixels along a side of a square image. */
export const pixels = z.int().min(8).max(4096);
export const counts = z.array(count).min(1).max(16);
/** 0…1. */
export const fraction = z.number().min(0).max(1);

/**
 * A network's config as its graph function expects it. The schema of pack.json checks only the keys that the
 * pipeline reads. The graph function throws `graph-invalid` for values that it does not support.
 */
export const configOf = <Config>(config: object): Config => config as Config;
