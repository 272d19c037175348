import { describe, expect, it, vi } from 'vitest';
import { abortable } from './abortable.ts';

const never = () => new Promise<never>(() => undefined);

describe('abortable', () => {
  it('settles as the promise does', async () => {
    const { signal } = new AbortController();
    await expect(abortable(signal, Promise.resolve(7))).resolves.toBe(7);
    await expect(abortable(signal, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });

  it('rejects with the reason of a later abort', async () => {
    const controller = new AbortController();
    const result = abortable(controller.signal, never());
    controller.abort('enough');
    await expect(result).rejects.toBe('enough');
  });

  it('rejects at once when the signal has aborted already', async () => {
    await expect(abortable(AbortSignal.abort('before'), never())).rejects.toBe('before');
  });

  it('ignores the outcome of the promise after an abort', async () => {
    const failing = Promise.reject(new Error('too late'));
    await expect(abortable(AbortSignal.abort('before'), failing)).rejects.toBe('before');
  });

  it('removes its listener when the promise settles', async () => {
    const { signal } = new AbortController();
    const add = vi.spyOn(signal, 'addEventListener');
    const remove = vi.spyOn(signal, 'removeEventListener');
    await abortable(signal, Promise.resolve());
    await vi.waitFor(() => expect(remove).toHaveBeenCalledTimes(1));
    expect(remove.mock.calls[0][1]).toBe(add.mock.calls[0][1]);
  });
});
