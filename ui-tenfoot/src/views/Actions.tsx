/** A list of things to do, one under or beside the other; one of them is focused. */

import { For, type JSX } from 'solid-js';
import { followFocus } from './focusable';

export interface Action {
  readonly id: string;
  readonly label: string;
  readonly run: () => void;
}

export interface ActionsProps {
  readonly actions: readonly Action[];
  /** The focused action's id, or null while the keys are elsewhere. */
  readonly focusedId: string | null;
  readonly across: boolean;
}

export function Actions(props: ActionsProps): JSX.Element {
  const ids = (): string[] => props.actions.map((action) => action.id);
  const find = (id: string): Action | undefined => props.actions.find((action) => action.id === id);
  return (
    <div class="actions" classList={{ 'actions-across': props.across }}>
      <For each={ids()}>
        {(id) => (
          <ActionButton
            id={id}
            label={find(id)?.label ?? ''}
            focused={props.focusedId === id}
            run={() => find(id)?.run()}
          />
        )}
      </For>
    </div>
  );
}

interface ActionButtonProps {
  readonly id: string;
  readonly label: string;
  readonly focused: boolean;
  readonly run: () => void;
}

function ActionButton(props: ActionButtonProps): JSX.Element {
  let element: HTMLDivElement | undefined;
  followFocus(() => element, () => props.focused);
  return (
    <div
      ref={element}
      class="action"
      classList={{ 'action-focused': props.focused }}
      role="button"
      tabindex={props.focused ? 0 : -1}
      data-testid={`action-${props.id}`}
      onClick={() => props.run()}
    >
      {props.label}
    </div>
  );
}
