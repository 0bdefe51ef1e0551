/** The box asks, the remote decides: may this device join, is this folder taken. */

import { createEffect, createSignal, untrack, type JSX } from 'solid-js';
import { useApp } from '../app';
import type { Answer } from '../api/client';
import { t } from '../i18n/messages';
import { Dialog } from '../views/Dialog';

/** A device asks to join. */
export function Approve(props: { readonly deviceId: string }): JSX.Element {
  const { api, box } = useApp();
  const device = () => box.devices().find((it) => it.id === props.deviceId);
  const name = (): string => device()?.name ?? t.otherDevice;
  return (
    <Question
      testId="approve"
      title={t.wantsToJoin(name())}
      text={t.wantsToJoinText}
      open={device()?.state === 'pending'}
      yes={{ id: 'allow', label: t.allow, run: () => api.approveDevice(props.deviceId, name()) }}
      never={{ id: 'turn-away', label: t.turnAway, run: () => api.refuseDevice(props.deviceId) }}
    />
  );
}

/** A known device offers a folder. */
export function TakeFolder(props: { readonly folderId: string }): JSX.Element {
  const { api, box } = useApp();
  const folder = () => box.folders().find((it) => it.id === props.folderId);
  const title = (): string => {
    const offered = folder();
    return offered ? t.offersFolder(box.offererNames(offered), offered.label ?? offered.id) : '';
  };
  return (
    <Question
      testId="take"
      title={title()}
      text={t.offersFolderText}
      open={folder()?.state === 'pending'}
      yes={{ id: 'take', label: t.takeFolder, run: () => api.takeFolder(props.folderId) }}
    />
  );
}

interface Decision {
  readonly id: string;
  readonly label: string;
  readonly run: () => Promise<Answer<unknown>>;
}

interface QuestionProps {
  readonly testId: string;
  readonly title: string;
  readonly text: string;
  /** False once somebody else answered, or there is nothing to answer any more. */
  readonly open: boolean;
  readonly yes: Decision;
  /** No for good; without it, "not now" is the only no. */
  readonly never?: Decision;
}

function Question(props: QuestionProps): JSX.Element {
  const { announce, box, router } = useApp();
  const [refusal, setRefusal] = createSignal('');
  let closed = false;
  const close = (): void => {
    if (closed) return;
    closed = true;
    router.back();
  };
  const decide = async (decision: Decision): Promise<void> => {
    const answer = await decision.run();
    box.changed({ topic: 'devices', subject: '' });
    if (answer.ok) {
      close();
      return;
    }
    const sentence = t.decisionFailed(answer.fault.kind === 'refused' ? answer.fault.detail : '');
    setRefusal(sentence);
    announce(sentence);
  };
  createEffect(() => {
    if (!props.open) untrack(close);
  });
  return (
    <Dialog
      testId={props.testId}
      title={props.title}
      text={refusal() === '' ? props.text : refusal()}
      actions={[
        ...[props.yes, ...(props.never ? [props.never] : [])].map((it) => ({ ...it, run: () => void decide(it) })),
        { id: 'refuse', label: t.refuse, run: close },
      ]}
    />
  );
}
