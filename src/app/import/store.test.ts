import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type {
  Found,
  ImportClient,
  PlanSummary,
  WantedModel,
} from '../../worker/import-protocol.ts';
import { createImporter } from './store.ts';

const found: Found = {
  parts: [{ role: 'reconstructor', kind: 'gslrm', path: 'a.pt', bytes: 1, facts: {} }],
  choices: [],
  missing: [],
  notes: [],
  unstated: [],
  ownCameras: false,
  largestWeights: 1e6,
  licence: { name: 'A', text: 'terms' },
};

const plan: PlanSummary = {
  totalBytes: 9,
  doneBytes: 0,
  unfinishedId: null,
  freeBytes: null,
  mismatch: null,
};

const scripted = (overrides: Partial<ImportClient> = {}) => {
  const chosen: string[] = [];
  const client: ImportClient = {
    survey: async () => found,
    plan: async () => plan,
    run: async () => undefined,
    stored: async () => [],
    remove: async () => undefined,
    check: async () => [],
    ...overrides,
  };
  const importer = createImporter(client, {
    half: () => false,
    packIds: () => ['mouse-demo'],
    packsChanged: async () => undefined,
    choosePack: (id) => void chosen.push(id),
  });
  return { ...importer, chosen };
};

const files = (...names: string[]) =>
  Promise.resolve(names.map((path) => ({ path, blob: new Blob([path]) })));

describe('the import panel', () => {
  it('chooses integer weights for a large model if there is no half precision', async () => {
    const large = scripted({ survey: async () => ({ ...found, largestWeights: 870e6 }) });
    await large.actions.add(files('a.pt'));
    expect(large.store.getState()).toMatchObject({ type: 'int8x2', plan });
    const { store, actions } = scripted();
    await actions.add(files('a.pt'));
    expect(store.getState().type).toBe('F16');
  });

  it('imports files, and then the new pack is chosen', async () => {
    const { store, actions, chosen } = scripted();
    await actions.add(files('a.pt'));
    expect(store.getState()).toMatchObject({ open: true, phase: 'choosing', plan });
    await actions.start();
    expect(store.getState().phase).toBe('choosing'); // The terms are not accepted.
    actions.accept(true);
    await actions.start();
    expect(store.getState()).toMatchObject({ phase: 'done', name: 'a' });
    expect(chosen).toEqual(['a']);
  });

  it('keeps the earlier files when another file is refused', async () => {
    const refuse = new AppError('checkpoint-unsafe', { message: 'posix.system' });
    const { store, actions } = scripted({
      survey: async (all) => {
        if (all.some(({ path }) => path === 'bad.pt')) throw refuse;
        return found;
      },
    });
    await actions.add(files('a.pt'));
    await actions.add(files('bad.pt'));
    expect(store.getState()).toMatchObject({ error: refuse, found, plan });
    expect(store.getState().files).toHaveLength(1);
    await actions.add(files('b.pt'));
    expect(store.getState()).toMatchObject({ error: null });
    expect(store.getState().files).toHaveLength(2);
  });

  it('reads the files again for another model in one of them, and keeps the choice', async () => {
    const asked: (readonly WantedModel[])[] = [];
    const refuse = new AppError('checkpoint-unfit', { message: 'not whole' });
    const { store, actions } = scripted({
      survey: async (_, wanted) => {
        asked.push(wanted);
        if (wanted.some(({ key }) => key === 'bad')) throw refuse;
        return found;
      },
    });
    await actions.add(files('a.pt'));
    await actions.chooseModel('a.pt', 'model');
    await actions.chooseModel('b.pt', 'params');
    await actions.chooseModel('a.pt', 'bad');
    expect(store.getState()).toMatchObject({ error: refuse, found, phase: 'choosing' });
    await actions.add(files('b.pt'));
    const [a, b] = [
      { path: 'a.pt', key: 'model' },
      { path: 'b.pt', key: 'params' },
    ];
    expect(asked).toEqual([[], [a], [a, b], [b, { path: 'a.pt', key: 'bad' }], [a, b]]);
    expect(store.getState()).toMatchObject({ plan, error: null });
    expect(store.getState().files).toHaveLength(2);
    actions.startOver();
    await actions.add(files('a.pt'));
    expect(asked.at(-1)).toEqual([]);
  });

  it('ignores an answer that comes after the panel was closed', async () => {
    let answer: (found: Found) => void = () => undefined;
    const { store, actions } = scripted({
      survey: () => new Promise((resolve) => (answer = resolve)),
    });
    const adding = actions.add(files('a.pt'));
    await vi.waitFor(() => expect(store.getState().phase).toBe('reading'));
    await Promise.resolve();
    actions.close();
    answer(found);
    await adding;
    expect(store.getState()).toMatchObject({ open: false, found: null, phase: 'choosing' });
  });

  it('looks at new files after a look that hung was closed or stopped', async () => {
    const seen: string[][] = [];
    const { store, actions } = scripted({
      survey: (all, _, signal) => {
        seen.push(all.map(({ path }) => path));
        if (!all.some(({ path }) => path === 'hangs.pt')) return Promise.resolve(found);
        return new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        );
      },
    });
    const first = actions.add(files('hangs.pt'));
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    actions.close();
    await first;
    expect(store.getState()).toMatchObject({ open: false, phase: 'choosing', error: null });

    await actions.add(files('a.pt'));
    expect(store.getState()).toMatchObject({ phase: 'choosing', found, plan });
    const second = actions.add(files('hangs.pt'));
    await vi.waitFor(() => expect(store.getState().phase).toBe('reading'));
    await vi.waitFor(() => expect(seen).toHaveLength(3));
    actions.stopReading();
    await second;
    expect(store.getState()).toMatchObject({ phase: 'choosing', found, plan, error: null });
    await actions.add(files('b.pt'));
    expect(seen.at(-1)).toEqual(['a.pt', 'b.pt']);
  });

  it('stops to wait for a folder that cannot be listed', async () => {
    const { store, actions } = scripted();
    const adding = actions.add(new Promise(() => undefined));
    await vi.waitFor(() => expect(store.getState().phase).toBe('reading'));
    actions.stopReading();
    await adding;
    expect(store.getState()).toMatchObject({ phase: 'choosing', error: null });
  });

  it('does not take the id of an unfinished import of other files', async () => {
    const ids: string[] = [];
    const { actions } = scripted({
      stored: async () => [{ id: 'a', title: null, bytes: 1 }],
      run: async ({ id }) => void ids.push(id),
    });
    await actions.add(files('a.pt'));
    actions.accept(true);
    await actions.start();
    expect(ids).toEqual(['a-2']);
  });

  it('cannot be closed while it writes, but can be cancelled', async () => {
    const { store, actions, chosen } = scripted({
      run: (_, __, signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    await actions.add(files('a.pt'));
    actions.accept(true);
    const running = actions.start();
    actions.close();
    expect(store.getState()).toMatchObject({ open: true, phase: 'writing' });
    actions.cancel();
    await running;
    expect(store.getState()).toMatchObject({ phase: 'cancelled', error: null });
    expect(chosen).toEqual([]);
  });
});
