import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { CheckClient, OpenedModels } from '../../worker/check/protocol.ts';
import { messages } from '../i18n/index.ts';
import { LANGS } from '../../core/languages.ts';
import type { BrowserFacts } from './browser-facts.ts';
import { checkAsText, factText } from './sentences.ts';
import { verdictOf } from './state.ts';
import { createCheck } from './store.ts';

const good = () => ({ state: 'good' as const, facts: [{ key: 'isolated' }] });
const facts: BrowserFacts = {
  browser: good,
  isolation: good,
  processor: good,
  memory: good,
  storage: good,
  webgl: good,
};

const models = (backend: 'wasm' | 'webgpu', half = false): OpenedModels => ({
  choice: { backend, half, reason: 'forced', adapter: '', threads: 2, rasterizer: 'cpu' },
  version: '1.30',
  bytes: 47e6,
  ms: 800,
  networks: [
    { name: 'reconstructor', key: 'big', small: false },
    { name: 'encoder', key: 'tiny', small: true },
  ],
});

const samples = (value: number) => ({ out: { range: 1, values: [value] } });

const client = (over: Partial<CheckClient> = {}): CheckClient => ({
  adapter: async () => null,
  video: async () => ({ format: 'mp4', ms: 100, frames: 15 }),
  openModels: async () => models('wasm'),
  network: async () => ({ firstMs: 20, ms: 9, samples: samples(0), error: 1e-6 }),
  end: vi.fn(),
  ...over,
});

const SOON = { quick: 30, models: 30, network: 30 };

async function checked(over: Partial<CheckClient>) {
  const fake = client(over);
  const check = createCheck(fake, facts, 'auto', SOON);
  await check.run();
  const state = check.store.getState();
  const keys = (id: string) =>
    state.lines.find((line) => line.id === id)?.facts.map(({ key }) => key);
  return { state, keys, verdict: verdictOf(state), fake };
}

describe('the check of a computer', () => {
  it('fills each line, and says that the CPU computes', async () => {
    const { state, verdict, keys } = await checked({});
    expect(verdict).toBe('cpu');
    expect(state.lines.map(({ state }) => state)).not.toContain('waiting');
    expect(keys('adapter')).toEqual(['noAdapter']);
    expect(keys('network big')).toEqual(['networkMs', 'againstRecording']);
  });

  it('computes on the GPU and on the CPU, and compares weights that were not recorded', async () => {
    const network: CheckClient['network'] = async (preference) => ({
      firstMs: 1,
      ms: 1,
      samples: samples(preference === 'wasm' ? 0 : 0.001),
      error: null,
    });
    const gpu = { openModels: async () => models('webgpu'), network };
    const { verdict, keys } = await checked(gpu);
    expect(verdict).toBe('gpu');
    expect(keys('network big')).toEqual(['networkMs', 'againstCpu', 'networkMs', 'notRecorded']);
    expect(keys('network tiny')).toEqual(['networkMs', 'notRecorded']);
  });

  it('says that numbers are wrong', async () => {
    const network = async () => ({ firstMs: 1, ms: 1, samples: samples(0), error: 0.05 });
    const { verdict, keys } = await checked({ network });
    expect(verdict).toBe('broken');
    expect(keys('network big')?.[0]).toBe('wrong');
    // In half precision this is rounding.
    const half = await checked({
      openModels: async () => models('webgpu', true),
      network: async (preference) => ({
        ...(await network()),
        error: preference === 'wasm' ? 0 : 0.05,
      }),
    });
    expect(half.keys('network big')?.[0]).toBe('networkMs');
  });

  it('goes on after a line that never answers, and ends its worker', async () => {
    const { verdict, keys, fake } = await checked({ video: () => new Promise(() => {}) });
    expect(keys('video')).toEqual(['tooSlow']);
    expect(fake.end).toHaveBeenCalledTimes(2);
    expect(keys('network big')).toBeDefined();
    expect(verdict).toBe('limited');
  });

  it('says why the models cannot be opened, and tests no network', async () => {
    const error = new AppError('network', { message: 'HTTP 404' });
    const { verdict, state } = await checked({ openModels: () => Promise.reject(error) });
    expect(verdict).toBe('broken');
    expect(checkAsText(state, messages.en)).toContain('network: HTTP 404');
    expect(state.lines.some(({ id }) => id.startsWith('network '))).toBe(false);
  });

  it.each(LANGS)('has a sentence for each fact (%s)', async (lang) => {
    const text = messages[lang];
    for (const over of [{}, { openModels: async () => models('webgpu') }]) {
      const { state } = await checked(over);
      for (const { facts } of state.lines)
        for (const fact of facts) {
          expect(Object.keys(text.check.facts)).toContain(fact.key);
          expect(factText(fact, text)).not.toMatch(/\{\w+\}/);
        }
    }
  });
});
