import type { ComponentType } from 'react';
import { useAppState, useText } from '../../context.ts';
import { useCorrectActions } from '../../correct/context.ts';
import { canCorrect, type CorrectDialog } from '../../correct/can-correct.ts';
import { CentreIcon, ChooseIcon, JointsIcon, PencilIcon } from './correct-icons.tsx';
import './correct-button.css';

const ICONS: Record<CorrectDialog, ComponentType> = {
  mask: PencilIcon,
  centring: CentreIcon,
  keypoints: JointsIcon,
  views: ChooseIcon,
};

const LABELS = {
  mask: 'editCutout',
  centring: 'adjustCentring',
  keypoints: 'moveKeypoints',
  views: 'chooseViews',
} as const satisfies Record<CorrectDialog, string>;

/** A small button on a picture, which opens a dialog to correct it. Absent while there is nothing to correct. */
export function CorrectButton({ dialog }: { dialog: CorrectDialog }) {
  const text = useText().correct;
  const actions = useCorrectActions();
  const can = useAppState((state) => canCorrect(state, dialog));
  const Icon = ICONS[dialog];
  const label = text[LABELS[dialog]];
  return (
    can && (
      <button
        type="button"
        className="button button-icon correct-button"
        aria-label={label}
        title={label}
        onClick={() => void actions.open(dialog)}
      >
        <Icon />
      </button>
    )
  );
}
