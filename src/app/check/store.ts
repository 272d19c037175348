import { createStore, type StoreApi } from 'zustand/vanilla';
import { asAppError } from '../../core/errors.ts';
import { sizeText } from '../../core/size-text.ts';
import { sampleError, TOLERANCE } from '../../worker/check/bridge.ts';
import type {
  BackendPreference,
  CheckClient,
  NetworkReport,
  OpenedModels,
} from '../../worker/check/protocol.ts';
import type { BrowserFacts } from './browser-facts.ts';
import { firstState, type CheckState, type Fact, type Line, type LineId } from './state.ts';

export interface Check {
  store: StoreApi<CheckState>;
  /** Checks everything, line by line. Never rejects, and never takes longer than the limits of all lines. */
  run(): Promise<void>;
}

/** Milliseconds that a line may take. A slow connection fetches the models in this time. */
const LIMIT_MS = { quick: 20_000, models: 300_000, network: 60_000 };

/** What a line found. */
type Found = Pick<Line, 'state' | 'facts'>;

const fact = (key: string, values?: Fact['values']): Fact => ({ key, values });

const TOO_SLOW = Symbol('too slow');

/** The result of `work`, or TOO_SLOW. */
function within<T>(ms: number, work: Promise<T>): Promise<T | typeof TOO_SLOW> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<typeof TOO_SLOW>((resolve) => {
    timer = setTimeout(() => resolve(TOO_SLOW), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

const msText = (ms: number): string => (ms < 10 ? ms.toFixed(1) : ms.toFixed(0));
const percentText = (error: number): string => `${Number((100 * error).toPrecision(2))}`;

export function createCheck(
  client: CheckClient,
  facts: BrowserFacts,
  preference: BackendPreference,
  limitMs = LIMIT_MS,
): Check {
  const store = createStore<CheckState>(() => firstState);

  const set = (id: LineId, found: Partial<Line>) =>
    store.setState(({ lines }) => ({
      lines: lines.map((line) => (line.id === id ? { ...line, ...found } : line)),
    }));

  /** Does the work of one line. */
  const line = async (id: LineId, ms: number, work: () => Promise<Found>): Promise<boolean> => {
    set(id, { state: 'working' });
    const found = await within(ms, work()).catch((error: unknown): Found => {
      const { code, message } = asAppError(error);
      return { state: 'failed', facts: [fact('failed', { reason: `${code}: ${message}` })] };
    });
    if (found === TOO_SLOW) {
      set(id, { state: 'failed', facts: [fact('tooSlow', { seconds: ms / 1000 })] });
      // What hangs must not hold up the lines after it.
      client.end();
      return false;
    }
    set(id, found);
    return found.state !== 'failed';
  };

  const adapter = async (): Promise<Found> => {
    const report = await client.adapter();
    if (!report)
      return { state: 'weak', facts: [fact(report === null ? 'noAdapter' : 'noWebGpu')] };
    store.setState({ adapter: report });
    const { description, software, half, subgroups } = report;
    return {
      state: software ? 'weak' : 'good',
      facts: [
        fact('adapterName', { name: description || '–' }),
        ...(software ? [fact('software')] : []),
        fact(half ? 'half' : 'noHalf'),
        fact(subgroups ? 'subgroups' : 'noSubgroups'),
        fact('limits', {
          buffer: sizeText(report.bufferBytes),
          binding: sizeText(report.bindingBytes),
          invocations: report.invocations,
        }),
      ],
    };
  };

  const video = async (): Promise<Found> => {
    const { format, ms, frames } = await client.video();
    const key = format === 'mp4' ? 'videoMp4' : 'videoWebm';
    return {
      state: format === 'mp4' ? 'good' : 'weak',
      facts: [fact(key), fact('videoMs', { frames, ms: msText(ms) })],
    };
  };

  const modelFacts = ({ choice, version, bytes, ms }: OpenedModels): Fact[] => {
    const worst = Object.values(choice.check?.findings ?? {}).filter(({ failed }) => !failed);
    return [
      fact('modelsRead', { size: sizeText(bytes), ms: msText(ms) }),
      fact(choice.backend === 'webgpu' ? 'onGpu' : 'onCpu', { version, count: choice.threads }),
      ...(choice.reason === 'wrong-adapter' ? [fact('wrongGpu')] : []),
      ...worst.map(({ error, what }) => fact('selfCheck', { percent: percentText(error), what })),
    ];
  };

  /** One network on the backend in use, and on the CPU too if that is another. */
  const network = async (
    { key, small }: OpenedModels['networks'][number],
    { choice }: OpenedModels,
  ): Promise<Found> => {
    const onGpu = choice.backend === 'webgpu' && !small;
    const report = await client.network(preference, key);
    const own = onGpu ? await client.network('wasm', key) : null;
    const found: Fact[] = [];
    let wrong = false;
    const judge = (
      where: 'GPU' | 'CPU',
      { ms, firstMs, error }: NetworkReport,
      than?: NetworkReport,
    ) => {
      const against = error ?? (than ? sampleError(report.samples, than.samples) : null);
      const half = where === 'GPU' && choice.half;
      const most = half ? TOLERANCE.half : TOLERANCE.single;
      wrong ||= against !== null && against > most;
      found.push(fact('networkMs', { where, ms: msText(ms), first: msText(firstMs) }));
      found.push(
        against === null
          ? fact('notRecorded')
          : fact(error === null ? 'againstCpu' : 'againstRecording', {
              where,
              percent: percentText(against),
            }),
      );
    };
    judge(onGpu ? 'GPU' : 'CPU', report, own ?? undefined);
    if (own) judge('CPU', own);
    return { state: wrong ? 'failed' : 'good', facts: wrong ? [fact('wrong'), ...found] : found };
  };

  return {
    store,
    async run() {
      store.setState(firstState, true);
      for (const [id, found] of Object.entries(facts))
        await line(id as LineId, limitMs.quick, async () => found());
      await line('adapter', limitMs.quick, adapter);
      await line('video', limitMs.quick, video);
      const opened: OpenedModels[] = [];
      await line('models', limitMs.models, async () => {
        const models = await client.openModels(preference);
        store.setState({ choice: models.choice });
        opened.push(models);
        return { state: 'good', facts: modelFacts(models) };
      });
      for (const models of opened) {
        const { networks } = models;
        store.setState(({ lines }) => ({
          lines: [
            ...lines,
            ...networks.map(({ key, name }): Line => ({
              id: `network ${key}`,
              network: name,
              state: 'waiting',
              facts: [],
            })),
          ],
        }));
        for (const each of networks)
          await line(`network ${each.key}`, limitMs.network, () => network(each, models));
      }
      client.end();
      store.setState({ done: true });
    },
  };
}
