import { useActions, useAppState, useText } from '../../context.ts';
import { LOOKS } from '../../posed/look.ts';
import { Viewer3D } from '../view3d/viewer-3d.tsx';
import { ComparePart } from './compare-part.tsx';
import { RigPart } from './rig-part.tsx';
import './posed-area.css';

/** The result of posed views: the splat, its comparison with the pictures, or the cameras. */
export function PosedArea({ ply }: { ply: Blob }) {
  const text = useText().posed;
  const { look } = useActions();
  const part = useAppState((state) => state.look.part);
  return (
    <div className="posed-area" data-part={part}>
      <div className="posed-parts segmented" role="group" aria-label={text.label}>
        {LOOKS.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === part}
            onClick={() => look({ part: each })}
          >
            {text.parts[each]}
          </button>
        ))}
      </div>
      {/* The viewer stays open: opening it again would take seconds. */}
      <div className="posed-viewer" inert={part !== 'splat'}>
        <Viewer3D ply={ply} hidden={part !== 'splat'} />
      </div>
      {part !== 'splat' && (
        <div className="posed-part">{part === 'compare' ? <ComparePart /> : <RigPart />}</div>
      )}
    </div>
  );
}
