import type * as Ort from 'onnxruntime-web';

/** What a worker did with onnxruntime since its start. */
export interface SessionCounts {
  sessions: number;
  /** Milliseconds in `InferenceSession.create`. The self-check's sessions are included. */
  sessionMs: number;
  runs: number;
  /** Milliseconds in `run`. On a GPU a run may end before the GPU has finished. */
  runMs: number;
}

export const sessionCounts: SessionCounts = { sessions: 0, sessionMs: 0, runs: 0, runMs: 0 };

/** Counts the sessions and runs of one build of onnxruntime-web. Call it before the first session. */
export function watchSessions({ InferenceSession }: typeof Ort): void {
  const { create } = InferenceSession;
  const counted = async (...args: unknown[]): Promise<Ort.InferenceSession> => {
    const start = performance.now();
    const session: Ort.InferenceSession = await Reflect.apply(create, InferenceSession, args);
    sessionCounts.sessionMs += performance.now() - start;
    sessionCounts.sessions += 1;
    const { run } = session;
    session.run = async (...given: unknown[]) => {
      const begin = performance.now();
      const results: Awaited<ReturnType<typeof run>> = await Reflect.apply(run, session, given);
      sessionCounts.runMs += performance.now() - begin;
      sessionCounts.runs += 1;
      return results;
    };
    return session;
  };
  InferenceSession.create = counted;
}
