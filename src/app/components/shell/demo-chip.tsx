import { useAppState, useText } from '../../context.ts';
import { isDemo } from '../../select.ts';
import { Popover } from '../overlay/popover.tsx';

/** Says that the models are small ones for demonstration. A click says what that means. */
export function DemoChip() {
  const { settings: text } = useText();
  const demo = useAppState(isDemo);
  if (!demo) return null;
  return (
    <div className="badge">
      <Popover
        buttonClass="chip chip-demo"
        button={text.demo}
        label={text.demo}
        panelClass="badge-panel"
      >
        <p>{text.demoNote}</p>
      </Popover>
    </div>
  );
}
