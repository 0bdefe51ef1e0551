/** The page behind the QR code: a phone types or confirms the code, and is paired. */

import { createSignal, onMount, Show as When, type JSX } from 'solid-js';
import type { BoxApi } from '../api/client';
import { t } from '../i18n/messages';
import { CODE_DIGITS, refused } from '../state/pairing';

export interface PhonePairProps {
  readonly api: BoxApi;
  /** From the QR code; a person still sends it. */
  readonly code: string;
}

export function PhonePair(props: PhonePairProps): JSX.Element {
  const [paired, setPaired] = createSignal(false);
  onMount(() => {
    document.body.setAttribute('data-screen', 'phone');
    void props.api.status().then((answer) => setPaired(answer.ok));
  });
  return (
    <main class="phone" data-testid={paired() ? 'phone-done' : 'phone'}>
      <p class="wordmark">{t.appName}</p>
      <When when={paired()} fallback={<CodeForm api={props.api} code={props.code} onPaired={() => setPaired(true)} />}>
        <h1 class="phone-title">{t.phoneDone}</h1>
        <a class="phone-button" href="/">
          {t.phoneOpen}
        </a>
      </When>
    </main>
  );
}

function CodeForm(props: PhonePairProps & { readonly onPaired: () => void }): JSX.Element {
  const [code, setCode] = createSignal(props.code);
  const [name, setName] = createSignal(t.phoneNameDefault);
  const [message, setMessage] = createSignal('');
  const [busy, setBusy] = createSignal(false);
  const ready = (): boolean => code().length === CODE_DIGITS && !busy();
  const send = async (): Promise<void> => {
    if (!ready()) return;
    setBusy(true);
    setMessage(t.pairChecking);
    const answer = await props.api.claimPairing(code(), name().trim() === '' ? t.phoneNameDefault : name());
    setBusy(false);
    setMessage(refused(answer).message);
    if (answer.ok) props.onPaired();
    else setCode('');
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h1 class="phone-title">{t.phoneTitle}</h1>
      <Field id="code" label={t.phoneText} value={code()} digits onInput={setCode} />
      <Field id="name" label={t.phoneName} value={name()} digits={false} onInput={setName} />
      <button class="phone-button" data-testid="phone-pair" type="submit" disabled={!ready()}>
        {t.phonePair}
      </button>
      <p class="phone-message" role="status" data-testid="phone-message">
        {message()}
      </p>
    </form>
  );
}

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** Takes a code's digits and nothing else. */
  readonly digits: boolean;
  readonly onInput: (text: string) => void;
}

const MAX_NAME_CHARS = 64;

function Field(props: FieldProps): JSX.Element {
  const fit = (text: string): string =>
    props.digits ? text.replace(/\D/g, '').slice(0, CODE_DIGITS) : text.slice(0, MAX_NAME_CHARS);
  return (
    <>
      <label class="phone-label" for={props.id}>
        {props.label}
      </label>
      <input
        id={props.id}
        class="phone-input"
        classList={{ 'phone-code': props.digits }}
        data-testid={`phone-${props.id}`}
        inputmode={props.digits ? 'numeric' : 'text'}
        autocomplete="off"
        value={props.value}
        onInput={(event) => {
          event.currentTarget.value = fit(event.currentTarget.value);
          props.onInput(event.currentTarget.value);
        }}
      />
    </>
  );
}
