import { describe, expect, it } from 'vitest';
import { choice, number, readArguments, required, text } from './arguments.ts';
import { EXIT, UsageError, type Command } from './command.ts';

const command: Command = {
  name: 'weigh',
  summary: 'Weighs mice',
  forms: ['<mouse>'],
  options: {
    unit: { type: 'string', value: 'g|kg', help: 'of weight' },
    count: { type: 'string', value: '<n>', help: 'of mice' },
    dry: { type: 'boolean', help: 'no water' },
    'last-meal': { type: 'string', value: '<food>', help: 'before' },
  },
  run: () => Promise.resolve(EXIT.done),
};

const read = (line: string) => readArguments(command, line.split(' '));

describe('readArguments', () => {
  it('takes options at any position, and returns everything else in order', () => {
    const args = read('one --unit=kg two --dry --count 3');
    expect(args.positionals).toEqual(['one', 'two']);
    expect(args.values.dry).toBe(true);
    expect(text(args, 'unit')).toBe('kg');
    expect(number(args, 'count', { min: 0, max: 9 })).toBe(3);
    expect(read('-h').values.help).toBe(true);
  });

  it('takes _ for - in names of options, but not in values or after --', () => {
    expect(text(read('--last_meal=rye_bread'), 'last-meal')).toBe('rye_bread');
    expect(text(read('--last_meal rye_bread'), 'last-meal')).toBe('rye_bread');
    expect(read('-- --last_meal').positionals).toEqual(['--last_meal']);
  });

  it.each([
    [
      '--colour red',
      'weigh has no option --colour. Its options are --unit, --count, --dry, --last-meal.',
    ],
    ['-x', 'weigh has no option -x. Its options are --unit, --count, --dry, --last-meal.'],
    ['--unit', '--unit needs a value.'],
    ['--unit --dry', '--unit needs a value.'],
    ['--unit g --unit kg', '--unit is given twice.'],
    ['--dry=yes', "Option '--dry' does not take an argument."],
  ])('refuses %s', (line, sentence) => {
    expect(() => read(line)).toThrow(new UsageError(sentence));
  });
});

describe('values of options', () => {
  it('have defaults', () => {
    const args = read('mouse');
    expect(choice(args, 'unit', ['g', 'kg'])).toBe('g');
    expect(number(args, 'count', { min: 0, max: 9 })).toBeUndefined();
    expect(() => required(args, 'unit')).toThrow('--unit is missing.');
  });

  it.each(['', 'two', '1e9', '-1', '10', 'NaN', 'Infinity', '0x'])(
    '%j is refused as a count',
    (typed) => {
      const args = readArguments(command, [`--count=${typed}`]);
      expect(() => number(args, 'count', { min: 0, max: 9 })).toThrow(UsageError);
    },
  );

  it('refuse a fraction for a whole number, and an unknown word', () => {
    expect(number(read('--count 2.5'), 'count', { min: 0, max: 9 })).toBe(2.5);
    expect(() => number(read('--count 2.5'), 'count', { min: 0, max: 9, whole: true })).toThrow(
      '--count must be a whole number from 0 to 9, not "2.5".',
    );
    expect(() => choice(read('--unit lb'), 'unit', ['g', 'kg'])).toThrow(
      '--unit must be g or kg, not "lb".',
    );
  });
});
