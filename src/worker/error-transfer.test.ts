import { expose, wrap, type Remote } from 'comlink';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../core/errors.ts';
import { carryErrors } from './error-transfer.ts';

const api = {
  throwAppError() {
    throw new AppError('photo-too-large', {
      stage: 'photo',
      message: '20000 × 20000',
      values: { width: 20000 },
      fault: 'damaged',
      recoverable: true,
    });
  },
  throwAbort() {
    new AbortController().signal.throwIfAborted();
    throw AbortSignal.abort().reason;
  },
  throwRangeError() {
    throw new RangeError('off by one');
  },
};

describe('errors thrown in a worker', () => {
  const { port1, port2 } = new MessageChannel();
  let remote: Remote<typeof api>;
  const caught = (call: Promise<unknown>) => call.catch((error: unknown) => error);

  beforeAll(() => {
    carryErrors();
    expose(api, port1);
    remote = wrap<typeof api>(port2);
  });

  afterAll(() => {
    port1.close();
    port2.close();
  });

  it('keep code, stage, values and fault of an AppError', async () => {
    const error = await caught(remote.throwAppError());
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      code: 'photo-too-large',
      stage: 'photo',
      values: { width: 20000 },
      fault: 'damaged',
      message: '20000 × 20000',
    });
  });

  it('arrive as an AbortError if they are one', async () => {
    const error = await caught(remote.throwAbort());
    expect(error).toBeInstanceOf(DOMException);
    expect(error).toMatchObject({ name: 'AbortError' });
  });

  it('keep name and message of any other error', async () => {
    expect(await caught(remote.throwRangeError())).toMatchObject({
      name: 'RangeError',
      message: 'off by one',
    });
  });
});
