import { useAppState, useText } from '../../context.ts';
import { frameState, hasPose, type FrameId } from '../../select.ts';
import { BlobImage } from '../shared/blob-image.tsx';
import { Frame } from './frame.tsx';
import { CutoutIcon, PhotoIcon, SkeletonIcon, SplatIcon } from '../shared/icons.tsx';
import { SixViews } from './six-views.tsx';
import { SkeletonPicture } from './skeleton-picture.tsx';
import './stage-trail.css';

const useFrame = (frame: FrameId) => useAppState((state) => frameState(state, frame));

/** The steps from photo to splat as a row of pictures, filled during the run. */
export function StageTrail() {
  const text = useText();
  const current = useAppState((state) => state.current);
  const pose = useAppState(hasPose);
  const states = {
    photo: useFrame('photo'),
    cutout: useFrame('cutout'),
    skeleton: useFrame('skeleton'),
    views: useFrame('views'),
    splat: useFrame('splat'),
  };
  const { photo, cutout, subject, skeleton, views, artifacts } = current ?? {};
  const rerendered = artifacts?.['output.png'];
  const reused = (frame: FrameId) => (states[frame] === 'reused' ? text.trail.reused : undefined);

  return (
    <section className="trail" aria-label={text.trail.label}>
      <ol className="trail-frames">
        <Frame label={text.trail.photo} state={states.photo} ghost={<PhotoIcon />}>
          {photo && (
            <BlobImage
              key={photo.fileName}
              blob={photo.blob}
              alt={text.trail.photo}
              onError={({ currentTarget }) => (currentTarget.hidden = true)}
            />
          )}
        </Frame>
        <Frame
          label={text.trail.cutout}
          detail={reused('cutout')}
          state={states.cutout}
          ghost={<CutoutIcon />}
        >
          {cutout && <BlobImage className="checkered" blob={cutout} alt={text.trail.cutout} />}
        </Frame>
        <Frame
          label={pose ? text.trail.skeleton : text.trail.centred}
          detail={reused('skeleton')}
          state={states.skeleton}
          ghost={<SkeletonIcon />}
        >
          {subject &&
            (skeleton ? (
              <SkeletonPicture subject={subject} skeleton={skeleton} />
            ) : (
              <BlobImage blob={subject} alt={text.trail.centred} />
            ))}
        </Frame>
        <SixViews views={views} state={states.views} />
        <Frame label={text.trail.splat} state={states.splat} ghost={<SplatIcon />}>
          {rerendered && (
            <BlobImage className="first-of-six" blob={rerendered} alt={text.rerendered} />
          )}
        </Frame>
      </ol>
    </section>
  );
}
