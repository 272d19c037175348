import type { ComponentType } from 'react';
import { RADIUS, TOOLS, type EditorState, type Tool } from '../../../core/mask-edit/editor.ts';
import { useText } from '../../context.ts';
import { useCorrectActions } from '../../correct/context.ts';
import { fill } from '../../i18n/index.ts';
import {
  BrushIcon,
  ClearIcon,
  EraserIcon,
  GrowIcon,
  HandIcon,
  InvertIcon,
  OnlyIcon,
  RedoIcon,
  UndoIcon,
} from './correct-icons.tsx';
import { Slider } from './slider.tsx';

const ICONS: Record<Tool, ComponentType> = {
  brush: BrushIcon,
  eraser: EraserIcon,
  grow: GrowIcon,
  only: OnlyIcon,
  move: HandIcon,
};

/** The tools of the editor of the mask, and their size. */
export function MaskTools({ editor }: { editor: EditorState }) {
  const text = useText().correct.mask;
  const { tool, radius, tolerance, canUndo, canRedo } = editor;
  const actions = useCorrectActions();
  const act = (Icon: ComponentType, label: string, onClick: () => void, disabled = false) => (
    <button
      type="button"
      className="button button-icon"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon />
    </button>
  );
  return (
    <div className="mask-tools">
      <div className="mask-buttons" role="group" aria-label={text.tool}>
        {TOOLS.map((each) => {
          const Icon = ICONS[each];
          return (
            <button
              key={each}
              type="button"
              className="button button-icon"
              aria-label={text.tools[each]}
              title={text.tools[each]}
              aria-pressed={tool === each}
              // There is nothing to choose among.
              disabled={each === 'only' && editor.parts < 2 && tool !== 'only'}
              onClick={() => actions.set({ tool: each })}
            >
              <Icon />
            </button>
          );
        })}
      </div>
      <div className="mask-buttons">
        {act(UndoIcon, text.undo, actions.undo, !canUndo)}
        {act(RedoIcon, text.redo, actions.redo, !canRedo)}
        {act(InvertIcon, text.invert, actions.invert)}
        {act(ClearIcon, text.clear, actions.clear)}
      </div>
      <p className="mask-tool-hint">
        <strong>{text.tools[tool]}</strong> {text.toolHints[tool]}
      </p>
      {(tool === 'brush' || tool === 'eraser') && (
        <Slider
          label={text.size}
          shown={fill(text.sizeText, { size: 2 * radius })}
          value={Math.round(100 * Math.log2(radius))}
          min={100 * Math.log2(RADIUS.min)}
          max={Math.round(100 * Math.log2(RADIUS.max))}
          step={1}
          onChange={(value) => actions.set({ radius: 2 ** (value / 100) })}
        />
      )}
      {tool === 'grow' && (
        <Slider
          label={text.tolerance}
          shown={String(tolerance)}
          value={tolerance}
          min={2}
          max={100}
          step={1}
          onChange={(value) => actions.set({ tolerance: value })}
        />
      )}
    </div>
  );
}
