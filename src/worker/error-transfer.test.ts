import { expose, wrap, type Remote } from 'comlink';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../core/errors.ts';
import { carryErrors } from './error-transfer.ts';

const api = {
  refuse() {
    throw new AppError('photo-too-large', {
      stage: 'photo',
      message: '20000 × 20000',
      values: { width: 20000 },
      recoverable: true,
    });
  },
  stop() {
    new AbortController().signal.throwIfAborted();
    throw AbortSignal.abort().reason;
  },
  slip() {
    throw new RangeError('off by one');
  },
};

describe('errors on their way from the worker', () => {
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

  it('keep code, stage and values of an AppError', async () => {
    const error = await caught(remote.refuse());
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      code: 'photo-too-large',
      stage: 'photo',
      values: { width: 20000 },
      message: '20000 × 20000',
    });
  });

  it('stay an abort when they were one', async () => {
    const error = await caught(remote.stop());
    expect(error).toBeInstanceOf(DOMException);
    expect(error).toMatchObject({ name: 'AbortError' });
  });

  it('keep name and message of any other', async () => {
    expect(await caught(remote.slip())).toMatchObject({
      name: 'RangeError',
      message: 'off by one',
    });
  });
});
