import { describe, expect, it } from 'vitest';
import { AppError } from '../core/errors.ts';
import type { ProgressEvent, StageTimes } from './events.ts';
import type { Finished } from './restored-outputs.ts';
import { Runner, type StageScope, type StageTable } from './runner.ts';

interface Given {
  file: string;
}
interface Outputs {
  photo: string[];
  matting: number;
  multiview: string[];
  export: string;
}
interface Settings {
  seed: number;
  ply: string;
}
type Shown = { type: 'shown'; text: string };

/** Stages for tests: the letters of a word, their number, and as many of the letters, beginning at the seed. */
function setup() {
  const calls: string[] = [];
  const finished: Finished<Shown>[] = [];
  /** The next call of multiview loses its GPU after one letter. */
  const gpu = { loses: false };
  const table: StageTable<Given & Outputs, Settings, StageScope<Shown>, Shown> = [
    {
      id: 'photo',
      inputs: ['file'],
      settings: [],
      weight: () => 1,
      run: async ({ file }) => {
        calls.push('photo');
        if (file === '') throw new RangeError('no letters');
        if (file === 'lost') throw new DOMException('the device is lost', 'AbortError');
        return [...file];
      },
      show: async ({ photo }) => [{ type: 'shown', text: photo.join('-') }],
    },
    {
      id: 'matting',
      inputs: ['photo'],
      settings: [],
      weight: () => 2,
      enabled: () => true,
      run: async ({ photo }, _settings, { progress }) => {
        calls.push('matting');
        progress(0.5);
        return photo.length;
      },
    },
    {
      id: 'multiview',
      inputs: ['photo', 'matting'],
      settings: ['seed'],
      weight: ({ seed }) => 1 + seed,
      run: async ({ photo, matting }, { seed }, { partial }) => {
        calls.push(partial.letters ? 'multiview goes on' : 'multiview');
        partial.letters = 1;
        if (gpu.loses) throw new AppError('device-lost', { message: 'lost' });
        return Array.from({ length: matting }, (_, i) => photo[(i + seed) % matting]);
      },
    },
    {
      id: 'export',
      inputs: ['multiview'],
      settings: ['ply'],
      weight: () => 1,
      keep: false,
      run: async ({ multiview }, _settings, { stageMs }) => {
        calls.push('export');
        return `${multiview.join('')} ${Object.keys(stageMs).join()}`;
      },
    },
  ];
  const runner = new Runner<Given, Outputs, Settings, StageScope<Shown>, Shown>(table);
  const run = async (
    file: string,
    settings: Settings,
    more: {
      signal?: AbortSignal;
      basis?: unknown[];
      spentMs?: StageTimes;
      onEvent?: (e: unknown) => void;
    } = {},
  ) => {
    calls.length = 0;
    const events: (ProgressEvent | Shown)[] = [];
    const result = await runner.run({
      given: { file },
      basis: more.basis ?? ['pack'],
      settings,
      signal: more.signal ?? new AbortController().signal,
      spentMs: more.spentMs,
      context: (scope) => scope,
      onEvent: (event) => {
        events.push(event);
        more.onEvent?.(event);
      },
      onFinished: (one) => finished.push(structuredClone(one)),
    });
    return { ...result, events, calls: [...calls] };
  };
  return { run, runner, calls, table, finished, gpu };
}

const settings = { seed: 1, ply: 'standard' };

describe('Runner', () => {
  it('runs the table and gives every stage its inputs', async () => {
    const { run } = setup();
    const { outputs, stageMs, calls } = await run('mouse', settings);
    expect(outputs.export).toBe('ousem photo,matting,multiview');
    expect(calls).toEqual(['photo', 'matting', 'multiview', 'export']);
    expect(Object.keys(stageMs)).toEqual(['photo', 'matting', 'multiview', 'export']);
  });

  it('computes only from the first stage whose settings changed', async () => {
    const { run } = setup();
    await run('mouse', settings);
    const { calls, outputs, stageMs } = await run('mouse', { ...settings, seed: 2 });
    expect(calls).toEqual(['multiview', 'export']);
    expect(outputs.multiview.join('')).toBe('usemo');
    expect(stageMs.photo).toBe(0);
  });

  it('counts the time that was spent on a stage before the run', async () => {
    const { run } = setup();
    const { stageMs, events } = await run('mouse', settings, { spentMs: { photo: 5000 } });
    expect(stageMs.photo).toBeGreaterThanOrEqual(5000);
    expect(stageMs.matting).toBeLessThan(5000);
    expect(events).toContainEqual(
      expect.objectContaining({ stage: 'photo', state: 'done', ms: stageMs.photo }),
    );
    const again = await run('mouse', settings, { spentMs: { photo: 5000 } });
    expect(again.stageMs.photo).toBe(0);
  });

  it('computes all stages for another file or another pack', async () => {
    const { run } = setup();
    await run('mouse', settings);
    expect((await run('rat', settings)).calls[0]).toBe('photo');
    expect((await run('rat', settings, { basis: ['other'] })).calls[0]).toBe('photo');
  });

  it('shows a reused output again and reports the stage as reused', async () => {
    const { run } = setup();
    await run('mouse', settings);
    const { events } = await run('mouse', settings);
    expect(events).toContainEqual({ type: 'shown', text: 'm-o-u-s-e' });
    expect(events).toContainEqual({ type: 'stage', stage: 'photo', state: 'reused', ms: 0 });
    expect(events.findLast((event) => event.type === 'stage')).toMatchObject({ state: 'done' });
  });

  it('reports progress that rises from 0 to 1, by weight', async () => {
    const { run } = setup();
    const { events } = await run('mouse', settings);
    const fractions = events.flatMap((event) => (event.type === 'progress' ? event.fraction : []));
    expect(fractions[0]).toBe(0);
    expect(fractions.at(-1)).toBe(1);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    // Weights 1, 2, 2, 1: half of matting is (1 + 1) / 6.
    expect(fractions).toContain(2 / 6);
  });

  it('stops between stages when cancelled, and keeps what was finished', async () => {
    const { run, calls } = setup();
    const controller = new AbortController();
    const running = run('mouse', settings, {
      signal: controller.signal,
      onEvent: (event) => {
        const { type, stage, state } = event as { type: string; stage?: string; state?: string };
        if (type === 'stage' && stage === 'matting' && state === 'done') controller.abort();
      },
    });
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(calls).toEqual(['photo', 'matting']);
    expect((await run('mouse', settings)).calls).toEqual(['multiview', 'export']);
  });

  it('adds the stage to an unknown error, and works afterwards', async () => {
    const { run } = setup();
    const failed = await run('', settings).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(AppError);
    expect(failed).toMatchObject({ code: 'internal', stage: 'photo', message: 'no letters' });
    // An AbortError that nobody has asked for is no cancellation.
    await expect(run('lost', settings)).rejects.toMatchObject({ code: 'internal', stage: 'photo' });
    expect((await run('mouse', settings)).outputs.matting).toBe(5);
  });

  it('skips a stage that the pack does not have', async () => {
    const { table } = setup();
    const runner = new Runner<Given, Outputs, Settings, StageScope<Shown>, Shown>(
      table
        .slice(0, 2)
        .map((row) => (row.id === 'matting' ? { ...row, enabled: () => false } : row)),
    );
    const events: unknown[] = [];
    const { outputs } = await runner.run({
      given: { file: 'mouse' },
      basis: [],
      settings,
      signal: new AbortController().signal,
      context: (scope) => scope,
      onEvent: (event) => events.push(event),
    });
    expect(outputs.matting).toBeUndefined();
    expect(events).toContainEqual({ type: 'stage', stage: 'matting', state: 'skipped', ms: 0 });
  });

  it('goes on within a stage after the GPU was lost, unless a setting of the stage changed', async () => {
    const { run, gpu } = setup();
    gpu.loses = true;
    const lost = { code: 'device-lost' };
    await expect(run('mouse', settings)).rejects.toMatchObject(lost);
    gpu.loses = false;
    expect((await run('mouse', settings)).calls).toEqual(['multiview goes on', 'export']);
    gpu.loses = true;
    await expect(run('mouse', { ...settings, seed: 2 })).rejects.toMatchObject(lost);
    gpu.loses = false;
    expect((await run('mouse', { ...settings, seed: 3 })).calls).toEqual(['multiview', 'export']);
  });
});

describe('a restored runner', () => {
  /** A runner with the finished stages of another one, which are copies. */
  const restored = async () => {
    const former = setup();
    await former.run('mouse', settings);
    const next = setup();
    next.runner.restore({ file: 'mouse' }, former.finished);
    return next;
  };

  it('computes nothing again that was kept, and shows it', async () => {
    const { run } = await restored();
    const { calls, outputs, events } = await run('mouse', settings);
    expect(calls).toEqual(['export']);
    expect(outputs.export).toBe('ousem photo,matting,multiview');
    expect(events).toContainEqual({ type: 'shown', text: 'm-o-u-s-e' });
    expect((await run('mouse', { ...settings, seed: 2 })).calls).toEqual(['multiview', 'export']);
  });

  it('computes what depends on a changed setting', async () => {
    const { run } = await restored();
    expect((await run('mouse', { ...settings, seed: 2 })).calls).toEqual(['multiview', 'export']);
  });

  it('computes all stages for another photo', async () => {
    const { run } = await restored();
    expect((await run('rat', settings)).calls).toHaveLength(4);
  });

  it('computes all stages after one that is missing, if that one depends on a setting', async () => {
    const former = setup();
    await former.run('mouse', settings);
    const next = setup();
    const stages = former.finished.filter(({ stage }) => stage !== 'multiview');
    next.runner.restore({ file: 'mouse' }, stages);
    expect((await next.run('mouse', settings)).calls).toEqual(['multiview', 'export']);
  });
});
