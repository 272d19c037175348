import { parseArgs } from 'node:util';
import { UsageError, type Arguments, type Command } from './command.ts';

const HELP = { help: { type: 'boolean', short: 'h' } } as const;

/**
 * The arguments with `-` for `_` in the names of options: `--output_size` is `--output-size`. Other programs of the field
 * write their options with `_`.
 */
function withDashes(typed: readonly string[]): string[] {
  const end = typed.indexOf('--');
  const isOption = (word: string, i: number) => word.startsWith('--') && (end < 0 || i < end);
  return typed.map((word, i) =>
    isOption(word, i) ? word.replace(/^[^=]*/, (name) => name.replaceAll('_', '-')) : word,
  );
}

/**
 * Reads the arguments that were typed after a command's name. Options can be at any position. Each option can be given
 * once at most. In the names of options, `_` is the same as `-`.
 * @throws UsageError for an unknown option, a missing value, or an option that is given twice
 */
export function readArguments(command: Command, typed: readonly string[]): Arguments {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type }]) => [name, { type, multiple: true }]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: withDashes(typed),
      options: { ...options, ...HELP },
      allowPositionals: true,
    });
    return {
      values: Object.fromEntries(
        Object.entries(values).map(([name, given]) => [name, onlyOne(name, given)]),
      ),
      positionals,
    };
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(usageSentence(command, error)) : error;
  }
}

function onlyOne(name: string, given: unknown): string | boolean | undefined {
  if (!Array.isArray(given)) return given as boolean | undefined;
  if (given.length > 1) throw new UsageError(`--${name} is given twice.`);
  return given[0] as string | boolean;
}

/** A sentence for users about an error of `parseArgs`. The sentences of `parseArgs` are for programmers. */
function usageSentence({ name, options }: Command, { message }: TypeError): string {
  const unknown = /^Unknown option '(-[^']*)'/.exec(message)?.[1];
  const known = Object.keys(options).map((option) => `--${option}`);
  if (unknown) return `${name} has no option ${unknown}. Its options are ${known.join(', ')}.`;
  const option = /--[a-z-]+/.exec(message)?.[0];
  if (option && /argument missing|ambiguous/.test(message)) return `${option} needs a value.`;
  return `${message.split(/\.\s|\n/)[0].replace(/\.$/, '')}.`;
}

/** The value of a string option, or undefined if it was not given. */
export function text({ values }: Arguments, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** The value of a string option that must be given. @throws UsageError if it is missing or empty */
export function required(args: Arguments, name: string): string {
  const value = text(args, name);
  if (value) return value;
  throw new UsageError(`--${name} is missing.`);
}

/** Which of two options that mean the same was given; undefined if none was. @throws UsageError if both are given */
export function either(args: Arguments, one: string, other: string): string | undefined {
  const given = [one, other].filter((name) => args.values[name] !== undefined);
  if (given.length > 1) throw new UsageError(`--${one} and --${other} mean the same. Give one.`);
  return given[0];
}

/** The value of an option that takes one of several words. The first word is the default. @throws UsageError for other words */
export function choice<Word extends string>(
  args: Arguments,
  name: string,
  words: readonly [Word, ...Word[]],
): Word {
  const value = text(args, name);
  if (value === undefined) return words[0];
  const word = words.find((each) => each === value);
  if (word !== undefined) return word;
  throw new UsageError(`--${name} must be ${words.join(' or ')}, not ${JSON.stringify(value)}.`);
}

/**
 * The value of a number option, or undefined if it was not given. The range includes `min` and `max`.
 * @throws UsageError for a value that is not a number of this range
 */
export function number(
  args: Arguments,
  name: string,
  { min, max, whole = false }: { min: number; max: number; whole?: boolean },
): number | undefined {
  const typed = text(args, name);
  if (typed === undefined) return undefined;
  const value = typed.trim() === '' ? NaN : Number(typed);
  if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
  const kind = whole ? 'a whole number' : 'a number';
  throw new UsageError(
    `--${name} must be ${kind} from ${min} to ${max}, not ${JSON.stringify(typed)}.`,
  );
}

/**
 * The value of an option that takes numbers from 0, separated by commas or spaces. Undefined if it was not given.
 * @throws UsageError for anything else, and for a number that is given twice
 */
export function indices(args: Arguments, name: string): number[] | undefined {
  const typed = text(args, name);
  if (typed === undefined) return undefined;
  const words = typed.split(/[\s,]+/).filter((word) => word !== '');
  const list = words.map((word) => (/^\d{1,4}$/.test(word) ? Number(word) : NaN));
  if (list.length > 0 && !list.some(Number.isNaN) && new Set(list).size === list.length)
    return list;
  throw new UsageError(
    `--${name} must be different whole numbers from 0, separated by commas, not ${JSON.stringify(typed)}.`,
  );
}

/**
 * The value of an option that takes a size in pixels, such as 1152x1024. Undefined if it was not given.
 * @throws UsageError for anything else
 */
export function sizeOption(
  args: Arguments,
  name: string,
): { width: number; height: number } | undefined {
  const typed = text(args, name);
  if (typed === undefined) return undefined;
  const [, width, height] = /^\s*(\d{1,5})\s*[x×]\s*(\d{1,5})\s*$/i.exec(typed) ?? [];
  const size = { width: Number(width), height: Number(height) };
  if (size.width > 0 && size.height > 0) return size;
  throw new UsageError(
    `--${name} must be a width and a height such as 1152x1024, not ${JSON.stringify(typed)}.`,
  );
}
