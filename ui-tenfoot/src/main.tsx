/** The composition root: takes the browser's parts, puts the page together, starts it. */

import './polyfills';
import { createEffect, createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import { AppContext, type App, type KeyHandler, type Layer } from './app';
import { BoxApi } from './api/client';
import { LiveEvents } from './api/events';
import { openInput } from './keys/input';
import { measureProfile } from './player/profile';
import { Frame } from './screens/Frame';
import { PhonePair } from './screens/PhonePair';
import { Box } from './state/box';
import { Questions } from './state/questions';
import { createRouter, type Router } from './state/router';

const now = (): number => Date.now();
const after = (ms: number, task: () => void): void => {
  window.setTimeout(task, ms);
};

interface Listener {
  readonly handler: KeyHandler;
  readonly layer: Layer;
}

/** Presses go to the newest handler of the topmost layer. */
function createKeys(): { takeKeys: App['takeKeys']; deliver: KeyHandler } {
  const listeners: Listener[] = [];
  return {
    takeKeys: (handler, layer) => {
      const listener = { handler, layer };
      listeners.push(listener);
      return () => listeners.splice(listeners.indexOf(listener), 1);
    },
    deliver: (press) => {
      const newestFirst = [...listeners].reverse();
      const target = newestFirst.find((it) => it.layer === 'overlay') ?? newestFirst[0];
      target?.handler(press);
    },
  };
}

/**
 * What the box put into its address: a one-time ticket (t), or the code behind a QR picture (c). It
 * leaves the address bar at once.
 */
function takeFragment(name: 't' | 'c'): string {
  const found = new RegExp(`(?:^#|&)${name}=([^&]+)`).exec(window.location.hash);
  if (!found) return '';
  window.history.replaceState(null, '', window.location.pathname);
  return decodeURIComponent(found[1] ?? '');
}

function connect(api: BoxApi, box: Box): LiveEvents {
  const probe = async (): Promise<'up' | 'away' | 'unpaired'> => {
    const answer = await api.status();
    if (answer.ok) return 'up';
    return answer.fault.kind === 'unpaired' ? 'unpaired' : 'away';
  };
  return new LiveEvents({ open: (url) => new EventSource(url), after, probe }, box);
}

/** Puts what the household has to decide on the screen, never over a film or another question. */
function askTheHousehold(box: Box, router: Router): void {
  const questions = new Questions();
  createEffect(() => {
    if (!box.loaded() || router.base().place.screen === 'player' || router.overlay()) return;
    const question = questions.next(box.devices(), box.folders());
    if (question) router.open(question);
  });
}

async function start(root: HTMLElement): Promise<void> {
  const api = new BoxApi((url, init) => window.fetch(url, init));
  if (window.location.pathname === '/pair') {
    const code = takeFragment('c').replace(/\D/g, '');
    render(() => <PhonePair api={api} code={code} />, root);
    return;
  }
  const ticket = takeFragment('t');
  const [spoken, announce] = createSignal('');
  const keys = createKeys();
  const profile = measureProfile(document.createElement('video'), window.screen, window.devicePixelRatio);
  let events: LiveEvents | null = null;
  const enter = async (box: Box): Promise<void> => {
    events?.close();
    await box.reload();
    if (box.link() === 'unpaired') return;
    events = connect(api, box);
    events.start();
  };
  openInput(window, now, keys.deliver);
  if (ticket !== '') await api.openSession(ticket);
  render(() => {
    const box = new Box(api, after);
    const router = createRouter({ screen: 'home' });
    const app: App = { api, box, router, profile, now, announce, takeKeys: keys.takeKeys };
    askTheHousehold(box, router);
    void enter(box);
    return (
      <AppContext.Provider value={app}>
        <Frame deviceName="TV" spoken={spoken()} onPaired={() => void enter(box)} />
      </AppContext.Provider>
    );
  }, root);
}

const root = document.getElementById('app');
if (root) void start(root);
