import { useText } from '../../context.ts';
import { useCoarsePointer } from '../../hooks/use-coarse-pointer.ts';
import type { Sample } from '../../samples.ts';
import { LockIcon } from '../shared/icons.tsx';
import { ChooseButtons } from './choose-buttons.tsx';
import { RigArt } from './rig-art.tsx';
import { Samples } from './samples.tsx';
import './drop-zone.css';

/** The empty page, which invites the user to drop, paste or choose a photo. */
export function DropZone({ samples }: { samples: readonly Sample[] }) {
  const text = useText();
  const touch = useCoarsePointer();
  return (
    <div className="drop-zone">
      <RigArt />
      <div className="drop-zone-words">
        <h2>{touch ? text.drop.headlineTouch : text.drop.headline}</h2>
        <p className="drop-zone-how">
          {!touch && text.drop.how} <ChooseButtons primary />
        </p>
        <p className="drop-zone-posed">{text.posed.how}</p>
      </div>
      <Samples samples={samples} />
      <p className="drop-zone-privacy">
        <LockIcon />
        {text.privacy}
      </p>
    </div>
  );
}
