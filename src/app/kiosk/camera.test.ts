import { describe, expect, it, vi } from 'vitest';
import { createCamera, type CameraHost } from './camera.ts';

function fakeStream() {
  const track = Object.assign(new EventTarget(), { stop: vi.fn() });
  return { track, stream: { getTracks: () => [track] } as object as MediaStream };
}

const host = (over: Partial<CameraHost>): CameraHost => ({
  open: async () => fakeStream().stream,
  grab: async () => new Blob(['photo']),
  waitMs: async () => undefined,
  ...over,
});

describe('the camera of a booth', () => {
  it('counts three, two, one, takes a photo, and can take another', async () => {
    const { stream, track } = fakeStream();
    const camera = createCamera(host({ open: async () => stream }));
    const counts: (number | null)[] = [];
    camera.store.subscribe((state) => state.phase === 'live' && counts.push(state.left));
    await camera.open();
    await camera.shoot();
    expect(counts).toEqual([null, 3, 2, 1]);
    expect(camera.store.getState().phase).toBe('taken');
    camera.retake();
    expect(camera.store.getState()).toMatchObject({ phase: 'live', left: null });
    expect(track.stop).not.toHaveBeenCalled();
    camera.close();
    expect(track.stop).toHaveBeenCalledOnce();
    expect(camera.store.getState()).toEqual({ phase: 'closed' });
  });

  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'none'],
    ['NotReadableError', 'busy'],
    ['OtherError', 'failed'],
  ])('%s: %s', async (name, reason) => {
    const camera = createCamera(host({ open: () => Promise.reject(new DOMException('x', name)) }));
    await camera.open();
    expect(camera.store.getState()).toEqual({ phase: 'refused', reason });
  });

  it('a page without a secure context has no camera', async () => {
    const open = async () => (undefined as never as MediaDevices).getUserMedia();
    const camera = createCamera(host({ open }));
    await camera.open();
    expect(camera.store.getState()).toEqual({ phase: 'refused', reason: 'insecure' });
  });

  it('a camera that was closed while it opened, or while it counted, is switched off', async () => {
    const { stream, track } = fakeStream();
    let give: (stream: MediaStream) => void = () => {};
    const camera = createCamera(host({ open: () => new Promise((resolve) => (give = resolve)) }));
    const opening = camera.open();
    camera.close();
    give(stream);
    await opening;
    expect(track.stop).toHaveBeenCalledOnce();
    expect(camera.store.getState()).toEqual({ phase: 'closed' });

    const counting = createCamera(host({ waitMs: async () => counting.close() }));
    await counting.open();
    await counting.shoot();
    expect(counting.store.getState()).toEqual({ phase: 'closed' });
  });

  it('says that the camera is gone', async () => {
    const { stream, track } = fakeStream();
    const camera = createCamera(host({ open: async () => stream }));
    await camera.open();
    track.dispatchEvent(new Event('ended'));
    expect(camera.store.getState()).toEqual({ phase: 'refused', reason: 'none' });
  });
});
