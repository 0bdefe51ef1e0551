/** The way in for a phone or a PC while pairing is open: picture, address, code. */

import { Show as When, type JSX } from 'solid-js';
import { t } from '../i18n/messages';
import { useInvitation, type Invitation } from '../state/invitation';

/** Draws `invitation`, or one of its own that follows the box. */
export function PairPanel(props: { readonly invitation?: Invitation }): JSX.Element {
  const invitation = props.invitation ?? useInvitation();
  const code = (): string => (invitation.pairing()?.open ? (invitation.pairing()?.code ?? '') : '');
  const url = (): string => invitation.pairing()?.url ?? '';
  return (
    <When when={code() !== ''}>
      <div class="invite" data-testid="invite">
        <img class="invite-picture" data-testid="qr" src={`/api/v1/pairing/qr?code=${code()}`} alt={t.pairScan} />
        <p class="invite-text">{t.pairScan}</p>
        <p class="invite-url">{url()}</p>
        <p class="invite-text">{t.pairType}</p>
        <p class="invite-code" data-testid="invite-code">
          {`${code().slice(0, 3)} ${code().slice(3)}`}
        </p>
        <p class="invite-text">{t.pairLeft(invitation.secondsLeft())}</p>
      </div>
    </When>
  );
}
