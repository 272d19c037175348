import { describe, expect, it } from 'vitest';
import * as show from './show.ts';

describe('skeleton', () => {
  /** The notices for 23 keypoints with this expected error. */
  const notices = async (error: number) => {
    const xyz = new Float32Array(69);
    const skeleton = { uv: new Float32Array(46), xyz, error: new Float32Array(23).fill(error) };
    const events = await show.skeleton(skeleton);
    return events.flatMap((event) => (event.type === 'notice' ? [event.notice] : []));
  };

  it.each([
    [0.05, []],
    [0.09, []],
    [0.11, ['not-a-mouse']],
    [0.5, ['not-a-mouse']],
  ])('an expected error of %f', async (error, said) => expect(await notices(error)).toEqual(said));

  it('a pack without a pose network says nothing', async () =>
    expect(await show.skeleton(null)).toEqual([]));
});

it('posed views: what was said about their files', async () => {
  const views = { images: [], cameras: [], notices: ['range-stretched' as const] };
  expect(await show.posedViews(views)).toEqual([{ type: 'notice', notice: 'range-stretched' }]);
});
