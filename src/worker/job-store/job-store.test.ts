import { describe, expect, it } from 'vitest';
import { Crash, CrashFolder } from '../../packs/import/write/crash-folder.ts';
import type { JobFolder } from './folder.ts';
import { JobStore, type NamedBlob } from './job-store.ts';
import { MemoryJobFolder } from './memory-folder.ts';
import type { DoneJob, Job, JobRecord } from './record.ts';

/** A folder that can crash, with what a store needs. */
class CrashJobs extends CrashFolder implements JobFolder {
  async names(): Promise<string[]> {
    return [...this.files.keys()];
  }

  async read(name: string): Promise<Blob | null> {
    const bytes = this.files.get(name);
    return bytes ? new Blob([bytes]) : null;
  }
}

type Files = CrashJobs['files'];

const job = (path: string): Job => ({
  kind: 'photo',
  path,
  packId: 'mouse-demo',
  settings: { ply: 'standard', filters: 'pack', seed: 7 },
});

const photo = (words: string): NamedBlob[] => [{ name: 'photo', blob: new Blob([words]) }];

const outputs: NamedBlob[] = ['gaussians.ply', 'run.json'].map((name) => ({
  name,
  blob: new Blob([`the content of ${name}`]),
}));

const done: Omit<DoneJob, 'outputs'> = {
  state: 'done',
  summary: { stageMs: {}, totalMs: 5, gaussians: 3, video: 'turntable.mp4' },
  notices: ['mask-unsure'],
  skeleton: null,
};

const text = async (blob: Promise<Blob | null>) => (await blob)?.text() ?? null;

/** What a store says about its jobs, with the text of every file. */
async function contents(folder: JobFolder) {
  const { store, records } = await JobStore.open(folder);
  const all: Record<string, unknown> = {};
  for (const record of records) {
    const listed = record.end?.state === 'done' ? record.end.outputs : [];
    all[record.job.path] = {
      begun: record.begun,
      end: record.end?.state ?? 'waiting',
      photo: await text(store.input(record, 'photo')),
      stages: await Promise.all(record.kept?.stages.map((file) => text(store.stage(file))) ?? []),
      outputs: await Promise.all(listed.map(({ name }) => text(store.output(record, name)))),
    };
  }
  return all;
}

/** A folder with one job that waits and one that is done. */
async function example(folder: JobFolder): Promise<{ waits: JobRecord; isDone: JobRecord }> {
  const { store } = await JobStore.open(folder);
  const waits = await store.add(job('a.png'), photo('photo a'));
  const isDone = await store.finish(await store.add(job('b.png'), photo('photo b')), done, outputs);
  return { waits, isDone };
}

const change: Record<string, (store: JobStore, records: JobRecord[]) => Promise<unknown>> = {
  'a job is added': (store) => store.add(job('c.png'), photo('photo c')),
  'a run begins': (store, [a]) => store.update(a, { ...a, begun: 1 }),
  'the output of a stage is stored': (store, [a]) =>
    store.addStage(a, { title: null, at: 5, deleted: false, stages: [] }, 'pose', new Blob(['p'])),
  'a run ends': (store, [a]) => store.finish(a, done, outputs),
  'a finished job waits again': (store, [, b]) => store.update(b, { ...b, end: null }),
  'a finished job is removed': (store, [, b]) => store.remove(b),
};

describe('the store of jobs', () => {
  it('gives jobs, photos and results back after it is opened again', async () => {
    const folder = new MemoryJobFolder();
    await example(folder);
    expect(await contents(folder)).toEqual({
      'a.png': { begun: 0, end: 'waiting', photo: 'photo a', stages: [], outputs: [] },
      'b.png': {
        begun: 0,
        end: 'done',
        photo: 'photo b',
        stages: [],
        outputs: ['the content of gaussians.ply', 'the content of run.json'],
      },
    });
  });

  it('frees the space of outputs that a record no longer lists, and of removed jobs', async () => {
    const folder = new MemoryJobFolder();
    const { waits, isDone } = await example(folder);
    const { store } = await JobStore.open(folder);
    await store.update(isDone, { ...isDone, end: null });
    expect((await folder.names()).filter((name) => name.includes('.out.'))).toEqual([]);
    await store.remove(isDone);
    await store.remove(waits);
    expect(await folder.names()).toEqual([]);
  });

  it('gives no id twice', async () => {
    const folder = new MemoryJobFolder();
    const { waits, isDone } = await example(folder);
    const { store } = await JobStore.open(folder);
    const third = await store.add(job('c.png'), photo('photo c'));
    expect(new Set([waits.id, isDone.id, third.id]).size).toBe(3);
  });

  it('does not give a file that is not what was stored', async () => {
    const folder = new CrashJobs();
    const { waits } = await example(folder);
    const { store } = await JobStore.open(folder);
    folder.files.set(`${waits.id}.in.photo`, new Uint8Array(3));
    expect(await store.input(waits, 'photo')).toBeNull();
    folder.files.delete(`${waits.id}.in.photo`);
    expect(await store.input(waits, 'photo')).toBeNull();
  });

  it.each<[what: string, change: object, isRead: boolean]>([
    ['a whole sample', {}, true],
    ['a sample without a list of masks', { paths: { cameras: ['c'], pictures: ['p'] } }, false],
    ['a sample without a name', { name: undefined }, false],
    ['an unknown kind', { kind: 'toString' }, false],
  ])('reads only jobs that are whole: %s', async (_, change, isRead) => {
    const folder = new MemoryJobFolder();
    const { store } = await JobStore.open(folder);
    const paths = { cameras: ['c'], pictures: ['p'], masks: [] };
    const sample: Job = { ...job('s'), kind: 'sample', name: 's', camerasName: 'c', paths };
    await store.add({ ...sample, ...change }, photo('x'));
    expect((await JobStore.open(folder)).records.map(({ job: { path } }) => path)).toEqual(
      isRead ? ['s'] : [],
    );
  });

  it('leaves out records of other versions, with their files', async () => {
    const folder = new CrashJobs();
    await example(folder);
    const json = new TextDecoder().decode(folder.files.get('1.json'));
    folder.files.set(
      '1.json',
      new TextEncoder().encode(json.replace('"version": 1', '"version": 2')),
    );
    expect(Object.keys(await contents(folder))).toEqual(['b.png']);
    expect([...folder.files.keys()].some((name) => name.startsWith('1.'))).toBe(false);
  });
});

for (const copies of [false, true])
  for (const [what, act] of Object.entries(change))
    it(`a kill at any moment while ${what} leaves the old or the new state${copies ? ' (without rename)' : ''}`, async () => {
      const first = new CrashJobs();
      await example(first);
      const begin = (operations?: number) =>
        new CrashJobs(new Map(first.files) satisfies Files, { operations, copies });
      const run = async (folder: CrashJobs) => {
        const { store, records } = await JobStore.open(folder);
        await act(store, records);
      };
      const old = await contents(begin());
      const whole = begin();
      await run(whole);
      const next = await contents(new CrashJobs(new Map(whole.files)));
      expect(next).not.toEqual(old);
      const seen = new Set<string>();
      for (let operations = 0; operations < whole.operations; operations++) {
        const folder = begin(operations);
        await expect(run(folder)).rejects.toBeInstanceOf(Crash);
        const left = new CrashJobs(new Map(folder.files));
        const now = await contents(left);
        expect([old, next]).toContainEqual(now);
        seen.add(JSON.stringify(now));
        // What the kill left is gone: only files of jobs are there, and the change can be made again.
        expect(await contents(new CrashJobs(new Map(left.files)))).toEqual(now);
      }
      expect(whole.operations).toBeGreaterThan(1);
      expect(seen.has(JSON.stringify(old))).toBe(true);
    });

it('a full storage leaves what was there, and what fits', async () => {
  const folder = new CrashJobs(new Map(), { capacity: 2000 });
  const { store } = await JobStore.open(folder);
  const small = await store.add(job('small.png'), photo('small'));
  const large = { name: 'photo', blob: new Blob(['x'.repeat(3000)]) };
  await expect(store.add(job('large.png'), [large])).rejects.toThrow('quota');
  await expect(
    store.finish(small, done, [{ name: 'gaussians.ply', blob: large.blob }]),
  ).rejects.toThrow('quota');
  await store.add(job('also small.png'), photo('small'));
  expect(Object.keys(await contents(folder))).toEqual(['small.png', 'also small.png']);
  expect([...folder.files.keys()].filter((name) => name.includes('.out.'))).toEqual([]);
});
