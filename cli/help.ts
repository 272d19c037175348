import type { Command } from './command.ts';

const flag = (name: string, value = '') => `--${name}${value && ` ${value}`}`;

/** Help of one command: its summary, its forms, and its options. */
export function commandHelp({ name, summary, forms, options }: Command): string {
  const rows = Object.entries(options).map(([option, { value, help }]) => ({
    left: flag(option, value),
    help,
  }));
  const width = Math.max(...rows.map(({ left }) => left.length));
  return [
    summary,
    '',
    ...forms.map((form) => `  mouse-facelift ${name} ${form}`),
    '',
    ...rows.map(({ left, help }) => `  ${left.padEnd(width)}  ${help}`),
  ].join('\n');
}

/** Help of the program: the list of commands. */
export function generalHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    '  mouse-facelift <command> [options]',
    '  mouse-facelift <command> --help     Options of one command.',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
  ].join('\n');
}
