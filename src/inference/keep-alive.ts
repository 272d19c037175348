import { GraphBuilder } from '../graphs/builder.ts';
import type { OrtModule, Provider, Session } from './engine.ts';

/**
 * Creates a session with a tiny graph, and never releases it. onnxruntime destroys a device together with its
 * last session (onnxruntime issue 27634). Because of this session, the device stays alive. The first session
 * also compiles the runtime.
 */
export function keepAlive(ort: OrtModule, provider: Provider): Promise<Session> {
  const g = new GraphBuilder({ name: 'keep-alive', weights: [] });
  const x = g.input('x', 'f32', [1]);
  g.output('y', g.op('Add', [x, x]));
  return ort.InferenceSession.create(g.build().bytes, { executionProviders: [provider] });
}
