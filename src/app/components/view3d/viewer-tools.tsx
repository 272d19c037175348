import { useText } from '../../context.ts';
import { useViewActions, useViewState } from '../../viewer/context.ts';
import type { SplatViewer } from '../../viewer/types.ts';
import {
  CameraIcon,
  FrameIcon,
  FullScreenIcon,
  MinusIcon,
  PlusIcon,
  PointsIcon,
  ResetIcon,
  TurnIcon,
} from '../shared/icons.tsx';
import { BackdropChoice } from './backdrop-choice.tsx';
import { ToolButton } from './tool-button.tsx';

interface Props {
  viewer: SplatViewer | null;
  turning: boolean;
  setTurning(on: boolean): void;
  fullScreen: { on: boolean; toggle: (() => void) | null };
  /** Saves a picture of the view. */
  save(): void;
}

/** The buttons of the 3D viewer. */
export function ViewerTools({ viewer, turning, setTurning, fullScreen, save }: Props) {
  const { viewer: text, takeaway } = useText();
  const style = useViewState((state) => state.style);
  const { nextStyle } = useViewActions();
  return (
    <div className="viewer-tools">
      <ToolButton label={text.turn} pressed={turning} onClick={() => setTurning(!turning)}>
        <TurnIcon />
      </ToolButton>
      <ToolButton label={text.zoomOut} onClick={() => viewer?.zoom(1 / 1.25)}>
        <MinusIcon />
      </ToolButton>
      <ToolButton label={text.zoomIn} onClick={() => viewer?.zoom(1.25)}>
        <PlusIcon />
      </ToolButton>
      <ToolButton label={text.frame} onClick={() => viewer?.frame()}>
        <FrameIcon />
      </ToolButton>
      <ToolButton label={text.reset} onClick={() => viewer?.reset()}>
        <ResetIcon />
      </ToolButton>
      <ToolButton label={text.points} pressed={style === 'points'} onClick={nextStyle}>
        <PointsIcon />
      </ToolButton>
      <BackdropChoice />
      <ToolButton label={takeaway.snapshot} onClick={save}>
        <CameraIcon />
      </ToolButton>
      {fullScreen.toggle && (
        <ToolButton label={text.fullScreen} pressed={fullScreen.on} onClick={fullScreen.toggle}>
          <FullScreenIcon />
        </ToolButton>
      )}
    </div>
  );
}
