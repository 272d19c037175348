import { useAppState, useText } from '../../context.ts';
import { hasPose, pictureState, shownOf, type PictureId } from '../../select.ts';
import { BlobImage } from '../shared/blob-image.tsx';
import { PhotoImage } from '../shared/photo-image.tsx';
import { CutoutIcon, PhotoIcon, SkeletonIcon, SplatIcon } from '../shared/icons.tsx';
import { SixViews } from './six-views.tsx';
import { SkeletonPicture } from './skeleton-picture.tsx';
import { TrailPicture } from './trail-picture.tsx';
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
  const { photo, shownPhoto, cutout, subject, skeleton, views, artifacts } = current ?? {};
  const rerendered = artifacts?.['output.png'];
  const reused = (picture: keyof typeof states) =>
    states[picture] === 'reused' ? text.trail.reused : undefined;

  return (
    <section className="trail" aria-label={text.trail.label}>
      <ol className="trail-frames">
        <TrailPicture label={text.trail.photo} state={states.photo} placeholder={<PhotoIcon />}>
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
          state={states.cutout}
          placeholder={<CutoutIcon />}
        >
          {cutout && <BlobImage className="checkered" blob={cutout} alt={text.trail.cutout} />}
        </TrailPicture>
        <TrailPicture
          label={pose ? text.trail.skeleton : text.trail.subject}
          detail={reused('skeleton')}
          state={states.skeleton}
          placeholder={<SkeletonIcon />}
        >
          {subject &&
            (skeleton ? (
              <SkeletonPicture subject={subject} skeleton={skeleton} />
            ) : (
              <BlobImage blob={subject} alt={text.trail.subject} />
            ))}
        </TrailPicture>
        <SixViews
          views={views}
          state={states.views}
          cameras={current?.splat && current.cameras}
          subject={subject}
        />
        <TrailPicture label={text.trail.splat} state={states.splat} placeholder={<SplatIcon />}>
          {rerendered && (
            <BlobImage className="first-of-six" blob={rerendered} alt={text.rerendered} />
          )}
        </TrailPicture>
      </ol>
    </section>
  );
}
