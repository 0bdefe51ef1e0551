/** A question over the screen: a title, a sentence, and what to do. Back is the last answer. */

import { createSignal, type JSX } from 'solid-js';
import { useApp, useKeys } from '../app';
import { at, focusedOf, move, NOWHERE, type Row } from '../focus/grid';
import { Actions, type Action } from './Actions';

export interface DialogProps {
  readonly testId: string;
  readonly title: string;
  readonly text: string;
  /** The one that the focus starts on comes first; Back does the last. */
  readonly actions: readonly Action[];
}

export function Dialog(props: DialogProps): JSX.Element {
  const { announce } = useApp();
  const rows = (): Row[] => [{ id: 'actions', keys: props.actions.map((action) => action.id) }];
  const [focus, setFocus] = createSignal(at(NOWHERE, rows(), 0, 0));
  const focusedId = (): string => focusedOf(focus(), rows())?.key ?? '';
  const act = (id: string | undefined): void => props.actions.find((action) => action.id === id)?.run();
  announce(`${props.title}. ${props.text}`);
  useKeys((press) => {
    if (press.key === 'back') act(props.actions[props.actions.length - 1]?.id);
    else if (press.key === 'ok' && !press.held) act(focusedId());
    else if (press.key === 'left' || press.key === 'right') setFocus(move(focus(), rows(), press.key));
  }, 'overlay');
  return (
    <div class="veil" data-testid={props.testId}>
      <div class="dialog" role="dialog" aria-label={props.title}>
        <h1 class="dialog-title">{props.title}</h1>
        <p class="dialog-text">{props.text}</p>
        <Actions actions={props.actions} focusedId={focusedId()} across />
      </div>
    </div>
  );
}
