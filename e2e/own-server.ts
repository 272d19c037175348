import { FaultServer } from './faults/stand/server.ts';
import { test } from './test.ts';

/**
 * A server of the built page whose answers can be changed. Call it once in a spec: it starts before the spec's tests, and
 * answers as usual again before each of them.
 */
export function ownServer(): () => FaultServer {
  let server: FaultServer | undefined;
  const started = (): FaultServer => {
    if (!server) throw new Error('The server starts before the first test.');
    return server;
  };
  test.beforeAll(async () => {
    server = new FaultServer(process.env.DIST ?? 'dist');
    await server.listen();
  });
  test.afterAll(() => started().close());
  test.beforeEach(() => started().reset());
  return started;
}
