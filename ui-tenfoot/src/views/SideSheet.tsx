/** A sheet at the side: what is known of something, and what to do with it. Back closes it. */

import { createSignal, type JSX } from 'solid-js';
import { useApp, useKeys } from '../app';
import { focusedOf, move, NOWHERE, type Row } from '../focus/grid';
import { Actions, type Action } from './Actions';

export interface SideSheetProps {
  readonly testId: string;
  readonly title: string;
  readonly actions: readonly Action[];
  /** What came of the last action. */
  readonly result: string;
  readonly children: JSX.Element;
}

export function SideSheet(props: SideSheetProps): JSX.Element {
  const { router } = useApp();
  const [focus, setFocus] = createSignal(NOWHERE);
  const rows = (): Row[] => props.actions.map((action) => ({ id: action.id, keys: [action.id] }));
  const focusedId = (): string => focusedOf(focus(), rows())?.key ?? '';
  useKeys((press) => {
    if (press.key === 'back') router.back();
    else if (press.key === 'up' || press.key === 'down') setFocus(move(focus(), rows(), press.key));
    else if (press.key === 'ok' && !press.held) props.actions.find((action) => action.id === focusedId())?.run();
  }, 'overlay');
  return (
    <div class="veil veil-side" data-testid={props.testId}>
      <div class="sheet sheet-plain" role="dialog" aria-label={props.title}>
        <h1 class="dialog-title">{props.title}</h1>
        {props.children}
        <Actions actions={props.actions} focusedId={focusedId()} across={false} />
        <p class="sheet-result" data-testid="result">
          {props.result}
        </p>
      </div>
    </div>
  );
}
