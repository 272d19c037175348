import { AppError } from '../core/errors.ts';

/** What a value of a network's config may be. Without `real` and `texts`: a whole number. */
export interface Limit {
  /** Lowest and highest number. Not for texts. */
  min?: number;
  max?: number;
  /** Numbers need not be whole. */
  real?: true;
  /** The value is a list of texts. */
  texts?: true;
  /** The value is a list of at most this length. */
  list?: number;
  /** Both a list and a single number are allowed. */
  orOne?: true;
  /** Null is allowed. */
  orNull?: true;
}

/** The limits of a config, by key. They bound every loop and array that code makes from the config. */
export type Limits = Readonly<Record<string, Limit>>;

/** A value that is not within its limit. */
export interface LimitProblem {
  field: string;
  value: string;
  /** The allowed values, in signs that every language reads: `1–8`, or `1, 2, 4`. */
  allowed: string;
}

/** Longest text of a value in an error, characters. */
const MAX_TEXT = 40;

const textOf = (value: unknown): string =>
  (JSON.stringify(value) ?? String(value)).slice(0, MAX_TEXT);

const isWithin = (value: unknown, { min = -Infinity, max = Infinity, real, texts }: Limit) =>
  texts
    ? typeof value === 'string'
    : typeof value === 'number' &&
      value >= min &&
      value <= max &&
      (real === true || Number.isInteger(value));

function problemOf(field: string, value: unknown, limit: Limit): LimitProblem | null {
  const { min, max, list, orOne, orNull, texts } = limit;
  if (value === undefined || (value === null && orNull)) return null;
  const allowed = texts ? '"…"' : `${min}–${max}`;
  if (Array.isArray(value) && list) {
    if (value.length < 1 || value.length > list)
      return { field: `${field}.length`, value: String(value.length), allowed: `1–${list}` };
    const wrong = value.findIndex((each) => !isWithin(each, limit));
    return wrong < 0 ? null : { field: `${field}[${wrong}]`, value: textOf(value[wrong]), allowed };
  }
  if ((list === undefined || orOne) && isWithin(value, limit)) return null;
  return { field, value: textOf(value), allowed: list && !orOne ? `[${allowed}]` : allowed };
}

/** The first value that is not within its limit; null if there is none. Keys without a limit are not looked at. */
function limitProblem(config: object, limits: Limits): LimitProblem | null {
  const values = new Map<string, unknown>(Object.entries(config));
  for (const [field, limit] of Object.entries(limits)) {
    const problem = problemOf(field, values.get(field), limit);
    if (problem) return problem;
  }
  return null;
}

/**
 * The error for a value that is not allowed. If the value was read from the shapes of the weights, no other config.json
 * would help.
 * @param file path of the config that has the value, or of the weights
 */
export const configInvalid = (file: string, { field, value, allowed }: LimitProblem): AppError =>
  new AppError('config-invalid', {
    message: `${file}: ${field} is ${value}, allowed: ${allowed}`,
    stage: 'load',
    values: { file, field, value, allowed },
    fault: /\.json$/i.test(file) ? undefined : 'unsupported-network',
  });

/** @throws AppError `config-invalid` that names the first value that is not within its limit */
export function requireLimits(config: object, limits: Limits, file: string): void {
  const problem = limitProblem(config, limits);
  if (problem) throw configInvalid(file, problem);
}

/** Most divisors that an error lists. */
const MAX_DIVISORS = 24;

/** The problem if a number does not divide all of the others; null if it does. */
export function divisorProblem(
  field: string,
  value: number,
  multiples: readonly number[],
): LimitProblem | null {
  if (multiples.every((multiple) => multiple % value === 0)) return null;
  const divisors: number[] = [];
  const smallest = Math.min(...multiples);
  for (let n = 1; n <= smallest && divisors.length < MAX_DIVISORS; n += 1)
    if (multiples.every((multiple) => multiple % n === 0)) divisors.push(n);
  return { field, value: String(value), allowed: divisors.join(', ') };
}

/**
 * The path of a checkpoint's config, for errors: that of config.json if there is one, else that of the weights, whose
 * shapes the config is read from.
 */
export const configPath = ({ path, config }: { path: string; config?: object }): string =>
  config ? `${path.slice(0, path.lastIndexOf('/') + 1)}config.json` : path;

/** The check of a section's config in pack.json, for zod's `check`. */
export const withinLimits =
  (limits: Limits) =>
  (context: { value: object; issues: { push(issue: object): unknown } }): void => {
    const problem = limitProblem(context.value, limits);
    if (!problem) return;
    const { field, value, allowed } = problem;
    const message = `config.${field} is ${value}, allowed: ${allowed}`;
    context.issues.push({ code: 'custom', message, input: context.value, path: [field] });
  };
