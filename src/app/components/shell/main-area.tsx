import { useAppState, useText } from '../../context.ts';
import type { Hovering } from '../../hooks/use-hovering.ts';
import { useImport } from '../../import/context.ts';
import type { Sample } from '../../samples.ts';
import { isPosed, mainContentOf, shownOf } from '../../select.ts';
import { DropZone } from '../input/drop-zone.tsx';
import { DropMessages } from '../run/drop-messages.tsx';
import { ErrorAlert } from '../run/error-alert.tsx';
import { LivePicture } from '../run/live-picture.tsx';
import { Notices } from '../run/notices.tsx';
import { VersionNotice } from '../offline/version-notice.tsx';
import { PosedArea } from '../posed/posed-area.tsx';
import { Viewer3D } from '../view3d/viewer-3d.tsx';
import { OpeningMessages } from '../takeaway/opening-messages.tsx';
import { ViewedSplat } from '../takeaway/viewed-splat.tsx';
import './main-area.css';

interface Props {
  samples: readonly Sample[];
  hovering: Hovering;
}

/** The large area in the middle of the page. It shows the drop zone, then the pictures of a run, then the 3D mouse. */
export function MainArea({ samples, hovering }: Props) {
  const text = useText();
  const content = useAppState(mainContentOf);
  const current = useAppState(shownOf);
  const viewed = useAppState((state) => state.viewed);
  const posed = useAppState(isPosed);
  // The panel covers the page, so it shows the messages itself.
  const importing = useImport(({ open }) => open);
  return (
    <div className="main-area" data-hero={content} data-hovering={hovering || undefined}>
      {content === 'drop' && <DropZone samples={samples} />}
      {content === 'live' && current && <LivePicture result={current} />}
      {viewed && <ViewedSplat viewed={viewed} />}
      {content === 'splat' && current?.splat && !posed && <Viewer3D ply={current.splat.ply} />}
      {content === 'splat' && current?.splat && posed && <PosedArea ply={current.splat.ply} />}
      <div className="messages">
        <VersionNotice />
        <ErrorAlert />
        <OpeningMessages />
        {!importing && <DropMessages />}
        <Notices />
      </div>
      {hovering && (
        <p className="main-area-release">
          {hovering === 'photo' ? text.drop.release : text.import.release}
        </p>
      )}
    </div>
  );
}
