/** Lets a PC or a phone in: the remote opens pairing, the screen shows the code. */

import { createEffect, createSignal, onMount, type JSX } from 'solid-js';
import { useApp, useKeys } from '../app';
import { focusedOf, move, type Row } from '../focus/grid';
import { t } from '../i18n/messages';
import { useInvitation } from '../state/invitation';
import type { Visit } from '../state/router';
import { Actions, type Action } from '../views/Actions';
import { PairPanel } from '../views/PairPanel';

const EVERYTHING = ['watch', 'queue', 'files', 'admin'];
const GUEST = ['watch', 'queue'];

export function Pair(props: { readonly visit: Visit }): JSX.Element {
  const { api, announce, router } = useApp();
  const invitation = useInvitation();
  const [scopes, setScopes] = createSignal(EVERYTHING);
  const [refusal, setRefusal] = createSignal('');
  const open = async (wanted: string[]): Promise<void> => {
    setScopes(wanted);
    const answer = await api.openPairing(wanted);
    const tooOften = !answer.ok && answer.fault.kind === 'tooOften';
    setRefusal(answer.ok ? '' : tooOften ? t.pairTooOften : t.pairNotHere);
    await invitation.look();
  };
  const message = (): string => {
    if (invitation.newcomer() !== '') return t.pairedNow(invitation.newcomer());
    if (refusal() !== '') return refusal();
    return invitation.pairing()?.open === false ? t.pairOver : '';
  };
  const other = (): string[] => (scopes() === GUEST ? EVERYTHING : GUEST);
  const actions = (): Action[] => [
    { id: 'new', label: t.pairNew, run: () => void open(scopes()) },
    { id: 'other', label: scopes() === GUEST ? t.pairFamily : t.pairGuest, run: () => void open(other()) },
    { id: 'close', label: t.close, run: router.back },
  ];
  const rows = (): Row[] => actions().map((action) => ({ id: action.id, keys: [action.id] }));
  const focusedId = (): string => focusedOf(props.visit.focus(), rows())?.key ?? '';
  onMount(() => void open(EVERYTHING));
  createEffect(() => announce(message()));
  useKeys((press) => {
    if (press.key === 'back') router.back();
    else if (press.key === 'up' || press.key === 'down') props.visit.setFocus(move(props.visit.focus(), rows(), press.key));
    else if (press.key === 'ok' && !press.held) actions().find((action) => action.id === focusedId())?.run();
  });
  return (
    <div class="first" data-testid="pair">
      <div class="first-words">
        <h1 class="notice-title">{t.pairDevice}</h1>
        <p class="first-command">
          {t.pairOnPc((invitation.pairing()?.url ?? '').replace(/\/pair$/, ''), invitation.pairing()?.code ?? '')}
        </p>
        <p class="first-message" data-testid="paired">
          {message()}
        </p>
        <Actions actions={actions()} focusedId={focusedId()} across={false} />
      </div>
      <PairPanel invitation={invitation} />
    </div>
  );
}
