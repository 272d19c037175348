import type { ReactNode } from 'react';
import type { CorrectDialog } from '../../correct/can-correct.ts';
import { useCorrectState } from '../../correct/context.ts';
import { CentringDialog } from './centring-dialog.tsx';
import { KeypointsDialog } from './keypoints-dialog.tsx';
import { MaskDialog } from './mask-dialog.tsx';
import { ViewsDialog } from './views-dialog.tsx';

const DIALOGS: Record<CorrectDialog, ReactNode> = {
  mask: <MaskDialog />,
  centring: <CentringDialog />,
  keypoints: <KeypointsDialog />,
  views: <ViewsDialog />,
};

/** The dialog of the corrections that is open. */
export function CorrectDialogs() {
  const dialog = useCorrectState((state) => state.dialog);
  return dialog && DIALOGS[dialog];
}
