import { useAppState, useText } from '../../context.ts';
import type { Hovering } from '../../hooks/use-file-drop.ts';
import type { Sample } from '../../samples.ts';
import { heroOf } from '../../select.ts';
import { DropZone } from '../input/drop-zone.tsx';
import { ErrorAlert } from '../shell/error-alert.tsx';
import { LivePicture } from './live-picture.tsx';
import { Notices } from '../shell/notices.tsx';
import { Viewer3D } from '../result/viewer-3d.tsx';
import './stage.css';

interface Props {
  samples: readonly Sample[];
  hovering: Hovering;
}

/** The light table in the middle: invitation, then the pictures as they come, then the 3D mouse. */
export function Stage({ samples, hovering }: Props) {
  const text = useText();
  const hero = useAppState(heroOf);
  const current = useAppState((state) => state.current);
  return (
    <div className="stage" data-hero={hero} data-hovering={hovering || undefined}>
      {hero === 'drop' && <DropZone samples={samples} />}
      {hero === 'live' && current && <LivePicture result={current} />}
      {hero === 'splat' && current?.splat && <Viewer3D ply={current.splat.ply} />}
      <ErrorAlert />
      <Notices />
      {hovering && (
        <p className="stage-release">
          {hovering === 'photo' ? text.drop.release : text.import.release}
        </p>
      )}
    </div>
  );
}
