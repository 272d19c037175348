import { useAppState, useText } from '../../context.ts';
import { isDemo } from '../../select.ts';

/** Says that the models are small ones for demonstration. A click says what that means. */
export function DemoChip() {
  const { settings: text } = useText();
  const demo = useAppState(isDemo);
  if (!demo) return null;
  return (
    <details className="badge" name="header">
      <summary className="chip chip-demo">{text.demo}</summary>
      <div className="popover">
        <p>{text.demoNote}</p>
      </div>
    </details>
  );
}
