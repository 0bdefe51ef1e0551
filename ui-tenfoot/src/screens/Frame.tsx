/** The page's frame: which screen is drawn, the overlay over it, and the line that says the box is away. */

import { createEffect, createSignal, Match, Show as When, Switch, type JSX } from 'solid-js';
import { useApp } from '../app';
import { t } from '../i18n/messages';
import type { Place, Visit } from '../state/router';
import { Dialog } from '../views/Dialog';
import { Devices } from './Devices';
import { DeviceSheet } from './DeviceSheet';
import { FolderSheet } from './FolderSheet';
import { Home } from './Home';
import { Menu } from './Menu';
import { Pair } from './Pair';
import { Player } from './Player';
import { Approve, TakeFolder } from './Question';
import { ShowScreen } from './ShowScreen';
import { TitleSheet } from './TitleSheet';
import { EmptyLibrary, Left, Skeleton } from './Waiting';
import { Welcome } from './Welcome';

export interface FrameProps {
  readonly deviceName: string;
  readonly onPaired: () => void;
  readonly spoken: string;
}

export function Frame(props: FrameProps): JSX.Element {
  const { box, router } = useApp();
  const [left, setLeft] = createSignal(false);
  const empty = (): boolean => box.isEmpty();
  createEffect(() => {
    document.body.setAttribute('data-screen', screenName());
  });
  const screenName = (): string => {
    if (box.link() === 'unpaired') return 'welcome';
    if (!box.loaded()) return 'starting';
    if (left()) return 'left';
    const top = router.overlay() ?? router.base();
    return top.place.screen === 'home' && empty() ? 'empty' : top.place.screen;
  };
  return (
    <main class="frame">
      <Switch>
        <Match when={box.link() === 'unpaired'}>
          <Welcome deviceName={props.deviceName} onPaired={props.onPaired} />
        </Match>
        <Match when={!box.loaded()}>
          <Skeleton />
        </Match>
        <Match when={left()}>
          <Left onReturn={() => setLeft(false)} />
        </Match>
        <Match when={true}>
          <Base visit={router.base()} empty={empty()} active={router.overlay() === null} />
          <Overlay visit={router.overlay()} onLeave={() => setLeft(true)} />
        </Match>
      </Switch>
      <When when={router.base().place.screen !== 'player' || box.link() === 'unpaired'}>
        <Top hint={screenName() === 'home' ? t.menuHint : ''} />
      </When>
      <When when={box.link() === 'away'}>
        <p class="banner" data-testid="box-away">
          {t.boxAway}
        </p>
      </When>
      <p class="spoken" role="status" aria-live="polite">
        {props.spoken}
      </p>
    </main>
  );
}

function Top(props: { readonly hint: string }): JSX.Element {
  const { box } = useApp();
  return (
    <header class="top">
      <span class="wordmark">{t.appName}</span>
      <span class="box-name">
        <span class="top-hint">{props.hint}</span>
        {box.name()}
      </span>
    </header>
  );
}

function Base(props: { readonly visit: Visit; readonly empty: boolean; readonly active: boolean }): JSX.Element {
  return (
    <When when={props.visit} keyed>
      {(visit) => <Screen visit={visit} place={visit.place} empty={props.empty} active={props.active} />}
    </When>
  );
}

interface ScreenProps {
  readonly visit: Visit;
  readonly place: Place;
  readonly empty: boolean;
  readonly active: boolean;
}

function Screen(props: ScreenProps): JSX.Element {
  const { place } = props;
  switch (place.screen) {
    case 'show':
      return <ShowScreen visit={props.visit} name={place.show} active={props.active} />;
    case 'player':
      return <Player titleId={place.titleId} fromStart={place.fromStart} />;
    case 'devices':
      return <Devices visit={props.visit} />;
    case 'pair':
      return <Pair visit={props.visit} />;
    case 'home':
    case 'title':
    case 'leave':
    case 'menu':
    case 'device':
    case 'folder':
    case 'approve':
    case 'take':
      return (
        <When when={!props.empty} fallback={<EmptyLibrary visit={props.visit} />}>
          <Home visit={props.visit} active={props.active} />
        </When>
      );
  }
}

function Overlay(props: { readonly visit: Visit | null; readonly onLeave: () => void }): JSX.Element {
  return (
    <When when={props.visit} keyed>
      {(visit) => <OverlayScreen visit={visit} onLeave={props.onLeave} />}
    </When>
  );
}

function OverlayScreen(props: { readonly visit: Visit; readonly onLeave: () => void }): JSX.Element {
  const { router } = useApp();
  const { place } = props.visit;
  switch (place.screen) {
    case 'title':
      return <TitleSheet visit={props.visit} titleId={place.titleId} />;
    case 'approve':
      return <Approve deviceId={place.deviceId} />;
    case 'take':
      return <TakeFolder folderId={place.folderId} />;
    case 'leave':
      return (
        <Dialog
          testId="leave"
          title={t.leaveTitle}
          text=""
          actions={[
            {
              id: 'leave',
              label: t.leaveYes,
              run: () => {
                router.back();
                props.onLeave();
              },
            },
            { id: 'stay', label: t.leaveNo, run: router.back },
          ]}
        />
      );
    case 'menu':
      return <Menu />;
    case 'device':
      return <DeviceSheet deviceId={place.deviceId} />;
    case 'folder':
      return <FolderSheet folderId={place.folderId} />;
    case 'home':
    case 'show':
    case 'devices':
    case 'pair':
    case 'player':
      return null;
  }
}
