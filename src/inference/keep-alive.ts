import { GraphBuilder } from '../graphs/builder.ts';
import type { OrtModule, Provider, Session } from './engine.ts';

/**
 * Creates a session with the smallest graph that computes something on a device. The first session also compiles the
 * runtime. onnxruntime destroys a device together with its last session (onnxruntime issue 27634); this session is
 * never released, so the device stays alive.
 */
export function keepAlive(ort: OrtModule, provider: Provider): Promise<Session> {
  const g = new GraphBuilder({ name: 'keep-alive', weights: [] });
  const x = g.input('x', 'f32', [1]);
  g.output('y', g.op('Add', [x, x]));
  return ort.InferenceSession.create(g.build().bytes, { executionProviders: [provider] });
}
