import { UP_AXES } from '../../../core/camera/upright.ts';
import { useText } from '../../context.ts';
import { useOpenedActions } from '../../opened/context.ts';
import type { ViewedSplat as Viewed } from '../../state.ts';
import { Viewer3D } from '../view3d/viewer-3d.tsx';
import { SelectField } from '../shared/select-field.tsx';
import './viewed-splat.css';

/** A splat from a file in the 3D viewer. The person says which axis points up. */
export function ViewedSplat({ viewed }: { viewed: Viewed }) {
  const text = useText().takeaway.viewed;
  const { setUp } = useOpenedActions();
  return (
    <div className="viewed">
      <Viewer3D ply={viewed.ply} />
      <div className="viewed-up">
        <SelectField
          label={text.up}
          value={viewed.source.up}
          options={UP_AXES.map((axis) => [axis, axis.replace('-', '−')] as const)}
          onChange={(up) => void setUp(up)}
        />
      </div>
    </div>
  );
}
