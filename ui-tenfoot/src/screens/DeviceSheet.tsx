/** One device: where it stands, what it shares, and what the household may decide about it. */

import { createSignal, For, type JSX } from 'solid-js';
import type { Answer } from '../api/client';
import type { Device } from '../api/types';
import { useApp } from '../app';
import { t } from '../i18n/messages';
import { labelOf, stateOf } from '../state/members';
import type { Action } from '../views/Actions';
import { SideSheet } from '../views/SideSheet';

export function DeviceSheet(props: { readonly deviceId: string }): JSX.Element {
  const { api, announce, box, router, now } = useApp();
  const [result, setResult] = createSignal('');
  const [armed, setArmed] = createSignal(false);
  const device = (): Device | undefined => box.devices().find((it) => it.id === props.deviceId);
  const labels = (): string[] =>
    box.folders().filter((folder) => device()?.folders?.includes(folder.id)).map(labelOf);
  const decide = async (call: Promise<Answer<unknown>>, done: string): Promise<void> => {
    const answer = await call;
    box.changed({ topic: 'devices', subject: '' });
    const detail = !answer.ok && answer.fault.kind === 'refused' ? answer.fault.detail : '';
    const sentence = answer.ok ? done : t.decisionFailed(detail);
    setResult(sentence);
    announce(sentence);
  };
  const forget = (): void => {
    if (armed()) void decide(api.forgetDevice(props.deviceId), t.forgotten);
    setArmed(!armed());
  };
  const letIn: Action = {
    id: 'allow',
    label: t.allow,
    run: () => void decide(api.approveDevice(props.deviceId, device()?.name ?? t.otherDevice), ''),
  };
  const turnAway: Action = {
    id: 'turn-away',
    label: t.turnAway,
    run: () => void decide(api.refuseDevice(props.deviceId), ''),
  };
  /** What can be done with a device in its state. */
  const actions = (): Action[] => {
    const it = device();
    const all: Action[] = [];
    if (it?.state === 'pending') all.push(letIn, turnAway);
    if (it?.state === 'refused') all.push(letIn);
    all.push({ id: 'close', label: t.close, run: router.back });
    if (it && it.state !== 'pending') all.push({ id: 'forget', label: armed() ? t.forgetSure : t.forget, run: forget });
    return all;
  };
  const facts = (): string[] => {
    const it = device();
    return it ? [t.pcKind[it.kind ?? 'pc'], stateOf(it, now()), t.shares(labels())] : [];
  };
  return (
    <SideSheet testId="device" title={device()?.name ?? t.otherDevice} actions={actions()} result={result()}>
      <For each={facts()}>{(fact) => <p class="sheet-fact">{fact}</p>}</For>
      <p class="sheet-id">{props.deviceId}</p>
    </SideSheet>
  );
}
