import { useAppState, useText } from '../../context.ts';
import { deliveredOf, hasPose, pictureState, shownOf, type PictureId } from '../../select.ts';
import { CorrectButton } from '../correct/correct-button.tsx';
import { BlobImage } from '../shared/blob-image.tsx';
import { PhotoImage } from '../shared/photo-image.tsx';
import { CutoutIcon, PhotoIcon, SkeletonIcon, SplatIcon } from '../shared/icons.tsx';
import { SixViews } from './six-views.tsx';
import { SkeletonPicture } from './skeleton-picture.tsx';
import { TrailPicture } from './trail-picture.tsx';
import { useSkeleton } from './use-skeleton.ts';
import './stage-trail.css';

const usePictureState = (picture: PictureId) =>
  useAppState((state) => pictureState(state, picture));

/** The steps from photo to splat as a row of pictures. Each picture appears when its stage is done. */
export function StageTrail() {
  const text = useText();
  const current = useAppState(shownOf);
  const pose = useAppState(hasPose);
  const states = {
    photo: usePictureState('photo'),
    cutout: usePictureState('cutout'),
    skeleton: usePictureState('skeleton'),
    views: usePictureState('views'),
    splat: usePictureState('splat'),
  };
  const painting = useAppState(({ run, stage }) => run === 'running' && stage === 'multiview');
  const { photo, shownPhoto, cutout, subject, views, viewsPreview } = current ?? {};
  const skeleton = useSkeleton(current);
  const rerendered = useAppState((state) => deliveredOf(state)?.artifacts['output.png']);
  const reused = (picture: keyof typeof states) =>
    states[picture] === 'reused' ? text.trail.reused : undefined;

  return (
    <section className="trail" aria-label={text.trail.label}>
      <ol className="trail-frames">
        <TrailPicture
          className="frame-photo"
          label={text.trail.photo}
          named={photo !== undefined}
          state={states.photo}
          placeholder={<PhotoIcon />}
        >
          {photo && (
            <PhotoImage
              key={photo.fileName}
              blob={shownPhoto ?? photo.blob}
              alt={text.trail.photo}
              onError={({ currentTarget }) => (currentTarget.hidden = true)}
            />
          )}
        </TrailPicture>
        <TrailPicture
          label={text.trail.cutout}
          detail={reused('cutout')}
          named={cutout !== undefined}
          state={states.cutout}
          placeholder={<CutoutIcon />}
          buttons={<CorrectButton dialog="mask" />}
        >
          {cutout && <BlobImage className="checkered" blob={cutout} alt={text.trail.cutout} />}
        </TrailPicture>
        <TrailPicture
          label={pose ? text.trail.skeleton : text.trail.subject}
          detail={reused('skeleton')}
          named={subject !== undefined && !skeleton}
          state={states.skeleton}
          placeholder={<SkeletonIcon />}
          buttons={
            <>
              <CorrectButton dialog="keypoints" />
              <CorrectButton dialog="centring" />
            </>
          }
        >
          {subject &&
            (skeleton ? (
              <SkeletonPicture subject={subject} skeleton={skeleton} />
            ) : (
              <BlobImage blob={subject} alt={text.trail.subject} />
            ))}
        </TrailPicture>
        <SixViews
          views={(painting && viewsPreview) || views}
          state={states.views}
          cameras={current?.splat && current.cameras}
          subject={subject}
        />
        <TrailPicture
          className="frame-splat"
          label={text.trail.splat}
          state={states.splat}
          placeholder={<SplatIcon />}
        >
          {rerendered && (
            <BlobImage className="first-of-six" blob={rerendered} alt={text.rerendered} />
          )}
        </TrailPicture>
      </ol>
    </section>
  );
}
