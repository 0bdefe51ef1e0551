/** Welcome: the six-digit code that pairs this TV or phone with the box, entered with arrows and OK. */

import { createSignal, For, Index, type JSX } from 'solid-js';
import { useApp, useKeys } from '../app';
import { at, focusedOf, move, NOWHERE, type Direction, type Focus, type Row } from '../focus/grid';
import { t } from '../i18n/messages';
import { CODE_DIGITS, EMPTY_CODE, refused, withDigit, withoutLast, type CodeEntry } from '../state/pairing';
import { followFocus } from '../views/focusable';

const PAD: readonly Row[] = [
  { id: 'a', keys: ['1', '2', '3'] },
  { id: 'b', keys: ['4', '5', '6'] },
  { id: 'c', keys: ['7', '8', '9'] },
  { id: 'd', keys: ['erase', '0'], start: 1 },
];

export interface WelcomeProps {
  readonly deviceName: string;
  readonly onPaired: () => void;
}

export function Welcome(props: WelcomeProps): JSX.Element {
  const { api, announce } = useApp();
  const [entry, setEntry] = createSignal<CodeEntry>(EMPTY_CODE);
  const [focus, setFocus] = createSignal(at(NOWHERE, PAD, 1, 1));
  const focusedKey = (): string => focusedOf(focus(), PAD)?.key ?? '';

  const claim = async (code: string): Promise<void> => {
    const answer = await api.claimPairing(code, props.deviceName);
    if (answer.ok) {
      props.onPaired();
      return;
    }
    setEntry(refused(answer));
    announce(entry().message);
  };
  const type = (key: string): void => {
    const before = entry();
    setEntry(key === 'erase' ? withoutLast(before) : withDigit(before, Number(key)));
    announce(t.pairEntered(entry().digits.length));
    if (entry().checking && !before.checking) void claim(entry().digits);
  };
  useKeys((press) => {
    if (press.key === 'digit') type(String(press.digit));
    else if (press.key === 'ok' && !press.held) type(focusedKey());
    else if (press.key === 'back') type('erase');
    else if (press.key === 'up' || press.key === 'down' || press.key === 'left' || press.key === 'right') {
      setFocus(movedOnPad(focus(), press.key));
    }
  });
  const message = (): string => (entry().checking ? t.pairChecking : entry().message);
  return (
    <div class="welcome" data-testid="welcome">
      <div class="welcome-words">
        <p class="wordmark">{t.appName}</p>
        <h1 class="welcome-title">{t.pairTitle}</h1>
        <p class="welcome-text">{t.pairText}</p>
        <CodeBoxes entry={entry()} />
        <p class="welcome-message" data-testid="pair-message">
          {message()}
        </p>
      </div>
      <Keypad focusedKey={focusedKey()} choose={type} />
    </div>
  );
}

/** A keypad is a true grid: up and down stay in the column. */
function movedOnPad(focus: Focus, direction: Direction): Focus {
  const moved = move(focus, PAD, direction);
  if (direction === 'left' || direction === 'right') return moved;
  const last = (PAD[moved.row]?.keys.length ?? 1) - 1;
  return at(moved, PAD, moved.row, Math.min(focusedOf(focus, PAD)?.column ?? 0, last));
}

function Keypad(props: { readonly focusedKey: string; readonly choose: (key: string) => void }): JSX.Element {
  return (
    <div class="keypad">
      <For each={PAD}>
        {(row) => (
          <div class="keypad-row">
            <For each={row.keys}>
              {(key) => <PadKey value={key} focused={props.focusedKey === key} choose={() => props.choose(key)} />}
            </For>
          </div>
        )}
      </For>
    </div>
  );
}

function CodeBoxes(props: { readonly entry: CodeEntry }): JSX.Element {
  const cells = (): string[] => Array.from({ length: CODE_DIGITS }, (_, index) => props.entry.digits.charAt(index));
  return (
    <div class="code" data-testid="code" aria-label={t.pairCode}>
      <Index each={cells()}>
        {(cell) => (
          <span class="code-cell" classList={{ 'code-cell-filled': cell() !== '' }}>
            {cell()}
          </span>
        )}
      </Index>
    </div>
  );
}

function PadKey(props: { readonly value: string; readonly focused: boolean; readonly choose: () => void }): JSX.Element {
  let element: HTMLDivElement | undefined;
  followFocus(() => element, () => props.focused);
  return (
    <div
      ref={element}
      class="pad-key"
      classList={{ 'pad-key-focused': props.focused, 'pad-key-word': props.value.length > 1 }}
      role="button"
      tabindex={props.focused ? 0 : -1}
      data-testid={`digit-${props.value}`}
      onClick={() => props.choose()}
    >
      {props.value === 'erase' ? t.pairErase : props.value}
    </div>
  );
}
