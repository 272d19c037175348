import type { ComponentType } from 'react';
import { useCorrectState } from '../../correct/context.ts';
import type { CorrectDialog } from '../../correct/store.ts';
import { CentringDialog } from './centring-dialog.tsx';
import { KeypointsDialog } from './keypoints-dialog.tsx';
import { MaskDialog } from './mask-dialog.tsx';
import { ViewsDialog } from './views-dialog.tsx';

const DIALOGS: Record<CorrectDialog, ComponentType> = {
  mask: MaskDialog,
  centring: CentringDialog,
  keypoints: KeypointsDialog,
  views: ViewsDialog,
};

/** The dialog of the corrections that is open. */
export function CorrectDialogs() {
  const dialog = useCorrectState((state) => state.dialog);
  const Dialog = dialog && DIALOGS[dialog];
  return Dialog && <Dialog />;
}
