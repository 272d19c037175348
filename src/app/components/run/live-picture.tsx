import type { Result, SkeletonPoints } from '../../state.ts';
import { BlobImage } from '../shared/blob-image.tsx';
import { PhotoImage } from '../shared/photo-image.tsx';
import { SkeletonPicture } from './skeleton-picture.tsx';
import { useSkeleton } from './use-skeleton.ts';
import './live-picture.css';

const newest = (result: Result, skeleton: SkeletonPoints | undefined) => {
  const { subject, cutout, shownPhoto, photo } = result;
  const views = result.posedViews?.views.map(({ png }) => png) ?? result.views;
  if (views) {
    return (
      <div className="live-mosaic" data-many={views.length > 6 || undefined}>
        {views.map((view, index) => (
          <BlobImage key={index} blob={view} alt="" />
        ))}
      </div>
    );
  }
  if (skeleton && subject) return <SkeletonPicture subject={subject} skeleton={skeleton} />;
  const made = subject ?? cutout;
  return made ? (
    <BlobImage blob={made} alt="" />
  ) : (
    <PhotoImage blob={shownPhoto ?? photo.blob} alt="" />
  );
};

/** The newest picture of a run, large. Screen readers skip it: the trail has the same pictures with names. */
export function LivePicture({ result }: { result: Result }) {
  const skeleton = useSkeleton(result);
  return (
    <div className="live" aria-hidden="true">
      <div className="live-tile">
        {newest(result, skeleton)}
        <span className="live-scan" />
      </div>
    </div>
  );
}
