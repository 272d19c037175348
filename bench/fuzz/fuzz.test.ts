import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { execute, Fuzzer, judge, minimise } from './fuzzer.ts';
import { mutateJsonText } from './grammar/json.ts';
import { Random } from './random.ts';
import { utf8, type Target } from './target.ts';
import { TARGETS } from './targets/index.ts';

/** Executions of a target here: its share of about 20,000. The whole fuzzing is `npm run fuzz`. */
const executionsOf = ({ share }: Target) => Math.max(40, Math.round(share / 55));

const offenders = new URL('offenders/', import.meta.url);

interface Offender {
  target: string;
  found: string;
  base64: string;
}

describe('the parsers of bytes from outside', () => {
  it.each(TARGETS.map((target) => [target.name, target] as const))(
    '%s: changed inputs are read or refused with an AppError, in time and memory',
    async (_, target) => {
      const fuzzer = new Fuzzer(target, 26);
      // The inputs that are run once are large: `npm run fuzz` runs them.
      await fuzzer.start({ once: false });
      while (fuzzer.stats.executions < executionsOf(target)) await fuzzer.step();
      const { offences, accepted, refused } = fuzzer.stats;
      expect(
        offences.map(({ outcome, input }) => [outcome, Buffer.from(input).toString('base64')]),
      ).toEqual([]);
      expect(accepted).toBeGreaterThan(0);
      if (!['URL parameters', 'photo headers', 'kinds of files'].includes(target.name))
        expect(refused).toBeGreaterThan(0);
    },
  );

  it.each(readdirSync(offenders).filter((name) => name.endsWith('.json')))(
    'the earlier offender %s is read or refused',
    async (name) => {
      const text = readFileSync(new URL(name, offenders), 'utf8');
      const { target: of, base64 } = JSON.parse(text) as Offender;
      const target = TARGETS.find((each) => each.name === of);
      if (!target) throw new Error(`${name}: there is no target ${of}`);
      const outcome = await judge(target, Uint8Array.from(Buffer.from(base64, 'base64')));
      expect(['accepted', 'refused']).toContain(outcome.kind);
    },
  );
});

/** A parser with two faults: it throws a TypeError for `{"a":{"b":null}}`, and it is slow for a key `slow`. */
const faulty: Target = {
  name: 'faulty',
  share: 1,
  parsers: [],
  maxBytes: 500,
  seeds: async () => [utf8('{"a":{"b":{"c":1}},"d":[1,2,3],"text":"words"}')],
  mutate: mutateJsonText,
  run(input) {
    let value: unknown;
    try {
      value = JSON.parse(new TextDecoder().decode(input));
    } catch {
      return;
    }
    const { a, slow } = (value ?? {}) as { a?: { b?: { c: unknown } }; slow?: true };
    if (a?.b === null) String((a.b as { c: unknown }).c);
    const start = process.cpuUsage();
    while (slow && process.cpuUsage(start).user < 6e5);
  },
};

describe('the fuzzer', () => {
  it('finds a crash, and makes it small', async () => {
    const fuzzer = new Fuzzer(faulty, 1);
    await fuzzer.start();
    while (fuzzer.stats.offences.length === 0 && fuzzer.stats.executions < 5000)
      await fuzzer.step();
    const [offence] = fuzzer.stats.offences;
    expect(offence.outcome).toMatchObject({
      kind: 'crash',
      reason: expect.stringMatching(/^TypeError/),
    });
    const small = await minimise(faulty, offence);
    expect(small.length).toBeLessThan(offence.input.length);
    expect((await execute(faulty, small)).outcome.kind).toBe('crash');
  });

  it('finds that a parser is slow, or takes too much memory', async () => {
    expect(await judge(faulty, utf8('{"slow":true}'), 1)).toMatchObject({ kind: 'slow' });
    const greedy = { ...faulty, run: () => void kept.push(new Uint8Array(150 * 2 ** 20)) };
    expect(await judge(greedy, utf8('x'), 1)).toMatchObject({ kind: 'memory' });
    kept.length = 0;
  });

  it('gives the same inputs for the same seed', async () => {
    const inputs = (seed: number) => {
      const random = new Random(seed);
      const seedInput = utf8('{"a":[1,2],"b":"x"}');
      return Array.from({ length: 20 }, () => `${mutateJsonText(random, seedInput, seedInput)}`);
    };
    expect(inputs(5)).toEqual(inputs(5));
    expect(inputs(5)).not.toEqual(inputs(6));
  });
});

const kept: Uint8Array[] = [];
