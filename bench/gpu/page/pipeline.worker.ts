/** The app's pipeline worker, with counters. The worker's name is the backend. Answers on a channel with the counts. */
import { countGpuCalls, gpuCounts, ledger } from '../counters.ts';
import { sessionCounts, watchSessions } from './watch-sessions.ts';
import { CHANNEL, type WorkerCounts } from './worker-counts.ts';

const channel = new BroadcastChannel(CHANNEL);
const answer = () => {
  const counts: WorkerCounts = { ...gpuCounts(), ...sessionCounts, peakMb: ledger.peakBytes / 1e6 };
  ledger.reset();
  channel.postMessage(counts);
};

if ('gpu' in navigator) countGpuCalls();
const jspi = 'Suspending' in WebAssembly;
// Each build has its own InferenceSession.
watchSessions(
  await (self.name === 'wasm'
    ? import('onnxruntime-web/wasm')
    : jspi
      ? import('onnxruntime-web/jspi')
      : import('onnxruntime-web/webgpu')),
);
await import('../../../src/worker/pipeline.worker.ts');
channel.onmessage = answer;
answer();
