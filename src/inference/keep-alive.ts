import { GraphBuilder } from '../graphs/builder.ts';
import type { OrtModule, Provider, Session } from './engine.ts';

/**
 * A session with the smallest graph that has work for a device. It compiles the runtime, which the first session
 * does. A device dies with its last session (onnxruntime issue 27634): while this one is kept, it lives.
 */
export function keepAlive(ort: OrtModule, provider: Provider): Promise<Session> {
  const g = new GraphBuilder({ name: 'keep-alive', weights: [] });
  const x = g.input('x', 'f32', [1]);
  g.output('y', g.op('Add', [x, x]));
  return ort.InferenceSession.create(g.build().bytes, { executionProviders: [provider] });
}
