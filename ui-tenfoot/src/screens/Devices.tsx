/** The household: who is in the mesh, what they share, what happened lately. */

import { createMemo, For, Show as When, type JSX } from 'solid-js';
import type { Device, Folder } from '../api/types';
import { useApp, useKeys, type App } from '../app';
import { at, focusedOf, move, rowIndexOf, type Row } from '../focus/grid';
import { t } from '../i18n/messages';
import { dotOf, inOrder, labelOf, sharedBy, stateOf } from '../state/members';
import { useNews } from '../state/news';
import type { Visit } from '../state/router';
import { followFocus } from '../views/focusable';
import { NewsList } from '../views/NewsList';

/** As many lines as fit below each other. */
const LINES = 6;
const RECENT = 6;

/** Folders whose news are read for the short list; a household has a handful. */
const NEWS_FOLDERS = 12;

interface Line {
  readonly id: string;
  readonly dot: string;
  readonly name: string;
  readonly text: string;
  readonly choose: () => void;
}

export function Devices(props: { readonly visit: Visit }): JSX.Element {
  const app = useApp();
  const lines = createMemo(() => linesOf(app));
  const rows = createMemo((): Row[] => lines().map((line) => ({ id: line.id, keys: [line.id] })));
  const focusedId = (): string => focusedOf(props.visit.focus(), rows())?.key ?? '';
  const news = useNews(() => takenFolders(app), RECENT);
  const choose = (line: Line): void => {
    props.visit.setFocus(at(props.visit.focus(), rows(), lines().indexOf(line), 0));
    line.choose();
  };
  useKeys((press) => {
    if (press.key === 'back') app.router.back();
    else if (press.key === 'up' || press.key === 'down') props.visit.setFocus(move(props.visit.focus(), rows(), press.key));
    else if (press.key === 'ok' && !press.held) lines().find((line) => line.id === focusedId())?.choose();
  });
  return (
    <div class="household" data-testid="devices">
      <div class="household-lines">
        <h1 class="household-title">{t.devices}</h1>
        <For each={near(lines(), rowIndexOf(props.visit.focus(), rows()))}>
          {(line) => <MemberLine line={line} focused={focusedId() === line.id} choose={() => choose(line)} />}
        </For>
      </div>
      <div class="household-news">
        <h2 class="household-heading">{t.recent}</h2>
        <NewsList news={news()} />
      </div>
    </div>
  );
}

/** The line for pairing, then the devices, then the folders. */
function linesOf(app: App): readonly Line[] {
  const { box, router } = app;
  return [
    { id: 'pair', dot: '', name: t.pairDevice, text: '', choose: () => router.open({ screen: 'pair' }) },
    ...inOrder(box.devices()).map((device) => deviceLine(app, device)),
    ...box.folders().map((folder) => folderLine(app, folder)),
  ];
}

function deviceLine({ router, now }: App, device: Device): Line {
  return {
    id: `device:${device.id}`,
    dot: `dot ${dotOf(device)}`,
    name: device.name ?? t.otherDevice,
    text: stateOf(device, now()),
    choose: () => router.open({ screen: 'device', deviceId: device.id }),
  };
}

function folderLine({ box, router }: App, folder: Folder): Line {
  return {
    id: `folder:${folder.id}`,
    dot: '',
    name: `“${labelOf(folder)}”`,
    text: sharedBy(folder, box.offererNames(folder)),
    choose: () => router.open({ screen: 'folder', folderId: folder.id }),
  };
}

function takenFolders({ box }: App): readonly string[] {
  const taken = box.folders().filter((folder) => folder.state === 'active');
  return taken.slice(0, NEWS_FOLDERS).map((folder) => folder.id);
}

/** As many lines as fit, with the focused one among them. */
function near(lines: readonly Line[], focused: number): readonly Line[] {
  const last = Math.min(lines.length, Math.max(LINES, focused + 2));
  return lines.slice(Math.max(0, last - LINES), last);
}

function MemberLine(props: { readonly line: Line; readonly focused: boolean; readonly choose: () => void }): JSX.Element {
  let element: HTMLDivElement | undefined;
  followFocus(() => element, () => props.focused);
  return (
    <div
      ref={element}
      class="member"
      classList={{ 'member-focused': props.focused }}
      role="button"
      tabindex={props.focused ? 0 : -1}
      data-testid={`line-${props.line.id}`}
      onClick={() => props.choose()}
    >
      <When when={props.line.dot !== ''}>
        <span class={props.line.dot} />
      </When>
      <span class="member-name">{props.line.name}</span>
      <span class="member-text">{props.line.text}</span>
    </div>
  );
}
