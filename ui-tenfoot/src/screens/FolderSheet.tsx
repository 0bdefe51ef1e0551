/** One folder: who shares it, what happened in it, and taking it. */

import { createSignal, Show as When, type JSX } from 'solid-js';
import type { Folder } from '../api/types';
import { useApp } from '../app';
import { t } from '../i18n/messages';
import { labelOf, sharedBy } from '../state/members';
import { useNews } from '../state/news';
import type { Action } from '../views/Actions';
import { NewsList } from '../views/NewsList';
import { SideSheet } from '../views/SideSheet';

const LINES = 7;

export function FolderSheet(props: { readonly folderId: string }): JSX.Element {
  const { api, announce, box, router } = useApp();
  const [result, setResult] = createSignal('');
  const folder = (): Folder | undefined => box.folders().find((it) => it.id === props.folderId);
  const pending = (): boolean => folder()?.state === 'pending';
  const news = useNews(() => (pending() ? [] : [props.folderId]), LINES);
  const take = async (): Promise<void> => {
    const answer = await api.takeFolder(props.folderId);
    box.changed({ topic: 'devices', subject: '' });
    if (answer.ok) return;
    const sentence = t.decisionFailed(answer.fault.kind === 'refused' ? answer.fault.detail : '');
    setResult(sentence);
    announce(sentence);
  };
  const actions = (): Action[] => [
    ...(pending() ? [{ id: 'take', label: t.takeFolder, run: () => void take() }] : []),
    { id: 'close', label: t.close, run: router.back },
  ];
  const facts = (): string => {
    const it = folder();
    return it ? sharedBy(it, box.offererNames(it)) : '';
  };
  const title = (): string => {
    const it = folder();
    return it ? labelOf(it) : props.folderId;
  };
  return (
    <SideSheet testId="folder" title={title()} actions={actions()} result={result()}>
      <p class="sheet-fact">{facts()}</p>
      <When when={pending()} fallback={<NewsList news={news()} />}>
        <p class="sheet-fact">{t.offersFolderText}</p>
      </When>
    </SideSheet>
  );
}
