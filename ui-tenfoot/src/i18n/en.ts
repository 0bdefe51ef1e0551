/** Every English sentence of the page. */

import { clock } from './format';
import { pluralIn } from './plural';

const plural = pluralIn('en');

/** `Anna's PC`, `Anna's PC and Ben's PC`, `Anna's PC and 2 others`. */
function list(names: readonly string[]): string {
  const [first, second] = names;
  if (first === undefined) return '';
  if (second === undefined) return first;
  return names.length === 2 ? `${first} and ${second}` : `${first} and ${names.length - 1} others`;
}

export const en = {
  appName: 'Larder',
  list,
  otherDevice: 'another device',
  theBox: 'the box',

  // Where a title is
  ready: 'Ready',
  readyLong: 'On this box, ready to play',
  percentHere: (percent: number) => `${percent} %`,
  percentHereLong: (percent: number, names: readonly string[]) =>
    names.length > 0
      ? `${percent} % on this box, the rest on ${list(names)}. It plays now.`
      : `${percent} % on this box`,
  onDevice: (names: readonly string[]) => (names.length > 0 ? `On ${list(names)}` : 'Not on this box'),
  onDeviceLong: (names: readonly string[]) =>
    names.length > 0 ? `On ${list(names)}. It plays from there.` : 'Not on this box yet',
  unreachable: (names: readonly string[]) => (names.length > 0 ? `${list(names)} is away` : 'Gone'),
  unreachableLong: (names: readonly string[], why: string, percent: number) => {
    const reason = why !== '' ? why : names.length > 0 ? `${list(names)} does not answer.` : 'No device has it any more.';
    const sentence = reason.charAt(reason.length - 1) === '.' ? reason : `${reason}.`;
    return percent > 0 && why === '' ? `${sentence} ${percent} % is here and plays.` : sentence;
  },
  onTheWay: (seconds: number) =>
    seconds < 90
      ? 'ready in about a minute'
      : seconds < 5400
        ? `ready in ${Math.round(seconds / 60)} min`
        : `ready in ${Math.round(seconds / 3600)} h`,
  queued: 'Queued',
  paused: 'Paused',
  failed: (reason: string) => (reason === '' ? 'Stocking failed' : `Stocking failed: ${reason}`),

  // Names
  season: (season: number) => (season === 0 ? 'Specials' : `Season ${season}`),
  episode: (numbers: readonly number[]) => `Episode ${numbers.join('–')}`,
  episodeShort: (season: number | null, numbers: readonly number[]) =>
    (season === null ? '' : `S${season} `) + (numbers.length > 0 ? `E${numbers.join('–')}` : ''),
  episodes: (count: number) => plural(count, { one: '# episode', other: '# episodes' }),
  seasons: (count: number) => plural(count, { one: '# season', other: '# seasons' }),
  minutes: (seconds: number) => `${Math.max(1, Math.round(seconds / 60))} min`,
  kind: { episode: 'Episode', movie: 'Movie', clip: 'Clip' },
  watched: 'Watched',
  leftOff: (seconds: number) => `Stopped at ${clock(seconds)}`,

  // Home
  homeRow: {
    begun: 'Continue watching',
    next: 'Up next',
    coming: 'On the way',
    arrived: 'Recently arrived',
    shows: 'Shows',
    movies: 'Movies',
    clips: 'Clips',
  },
  allEpisodes: 'All episodes',
  emptyTitle: 'Nothing to watch yet',
  emptyNoDevices: 'On your PC, run',
  emptyCommand: 'larder share ~/Videos',
  emptyRest: 'or, in Syncthing, share a folder with this box. It appears here at once.',
  loading: 'Looking into the larder…',
  leaveTitle: 'Leave Larder?',
  leaveYes: 'Leave',
  leaveNo: 'Stay',
  left: 'Until next time. Press OK to come back.',

  // Title
  play: 'Play',
  resumeAt: (seconds: number) => `Resume at ${clock(seconds)}`,
  fromStart: 'Play from the start',
  addToQueue: 'Stock it on this box',
  inQueue: 'In the queue',
  queuedNow: 'Queued. The box fetches it as soon as it can.',
  queueFailed: (detail: string) => `It could not be queued. ${detail}`.trim(),
  keep: 'Keep for good',
  keptNow: 'Kept. It stays on this box until you say otherwise.',
  unkeep: 'Stop keeping',
  unkeptNow: 'No longer kept. It makes room when room is needed.',
  keepFailed: (detail: string) => `It could not be changed. ${detail}`.trim(),
  showPage: (show: string) => `All of ${show}`,
  close: 'Close',

  // Devices
  wantsToJoin: (name: string) => `${name} wants to join`,
  wantsToJoinText: 'It shares its films with this box, and this box never changes its files.',
  allow: 'Let it in',
  refuse: 'Not now',
  offersFolder: (names: readonly string[], label: string) => `${list(names)} offers the folder “${label}”`,
  offersFolderText: 'Its films appear here at once. Nothing is copied yet, and this box never changes its files.',
  takeFolder: 'Show it here',
  turnAway: 'Turn it away',
  devices: 'Devices',
  menuHint: '▲ Devices',
  menuTitle: 'This box',
  firstTitle: (box: string) => `Welcome to ${box === '' ? 'Larder' : box}`,
  deviceState: {
    connected: 'Connected',
    away: 'Away',
    pending: 'Wants to join',
    refused: 'Not let in',
  },
  via: { lan: 'at home', internet: 'over the Internet', relay: 'through a relay' },
  seen: (when: string) => `last seen ${when}`,
  shares: (labels: readonly string[]) => (labels.length > 0 ? `shares ${list(labels)}` : 'shares no folder here'),
  pcKind: { pc: 'PC', box: 'Box' },
  foldersOf: 'Folders',
  folderOffered: (names: readonly string[]) => (names.length > 0 ? `offered by ${list(names)}` : 'offered'),
  folderTitles: (count: number) => plural(count, { one: '# title', other: '# titles' }),
  fromDevices: (names: readonly string[]) => (names.length > 0 ? `from ${list(names)}` : 'nobody shares it now'),
  recent: 'Recently',
  noNews: 'Nothing happened yet.',
  forget: 'Forget it',
  forgetSure: 'Press OK again to forget it',
  forgotten: 'Forgotten. Its films are gone from here, its files stay its own.',
  justNow: 'just now',
  minutesAgo: (count: number) => `${count} min ago`,
  hoursAgo: (count: number) => `${count} h ago`,
  daysAgo: (count: number) => plural(count, { one: '# day ago', other: '# days ago' }),
  news: {
    joined: (who: string, files: number) => `${who} joined with ${plural(files, { one: '# file', other: '# files' })}`,
    added: (who: string, what: string) => `${who} added ${what}`,
    changed: (who: string, what: string) => `${who} changed ${what}`,
    removed: (who: string, what: string) => `${who} removed ${what}`,
  },
  newsFiles: (count: number) => plural(count, { one: '# file', other: '# files' }),
  decisionFailed: (detail: string) => `That did not work. ${detail}`.trim(),

  // Pairing
  pairTitle: 'Welcome to Larder',
  pairText: 'Enter the six digits that the box shows on its own screen or in the window it was started from.',
  pairCode: 'Code',
  pairEntered: (count: number) => plural(count, { one: '# digit of 6 entered', other: '# digits of 6 entered' }),
  pairErase: 'Erase',
  pairChecking: 'Checking…',
  pairWrong: 'That code is not right, or it is no longer open. Look at the box for a new one.',
  pairClosed: 'The box is not open for pairing. On a paired device choose "Pair a TV", then enter the code here.',
  pairTooOften: 'Too many tries. Wait a moment, then ask the box for a new code.',
  pairDevice: 'Pair a PC or phone',
  pairScan: 'Point a phone’s camera here, or open',
  pairType: 'and type',
  pairOnPc: (url: string, code: string) => `On a PC: larder pair ${url} --code ${code}`,
  pairLeft: (seconds: number) => `Good for ${seconds} s`,
  pairOver: 'The code is over. Press OK for a new one.',
  pairNotHere: 'The code is on the box’s own screen.',
  pairedNow: (name: string) => `${name} is paired.`,
  pairNew: 'New code',
  pairGuest: 'For a guest: watch and queue only',
  pairFamily: 'For the household: everything',
  phoneTitle: 'Pair this phone with Larder',
  phoneText: 'Enter the six digits that the TV shows.',
  phoneName: 'Name of this phone',
  phoneNameDefault: 'Phone',
  phonePair: 'Pair',
  phoneDone: 'This phone is paired.',
  phoneOpen: 'Open Larder',
  pairAway: 'The box does not answer. Check that it is on, then try again.',

  // The box and the network
  boxAway: 'The box does not answer. Trying again…',
  boxBack: 'The box is back.',

  // Player
  opening: 'Opening…',
  waitingFor: (names: readonly string[]) => (names.length > 0 ? `Waiting for ${list(names)}…` : 'Waiting for the box…'),
  sourceAway: (names: readonly string[]) =>
    names.length > 0
      ? `${list(names)} is away, and this part is not on the box yet. Trying again…`
      : 'This part is not on the box yet and no device has it. Trying again…',
  cannotDecode: 'This TV cannot play this file. Press Back to choose another.',
  cannotOpen: (detail: string) => `This cannot be played. ${detail}`.trim(),
  noPicture: 'There is sound but no picture: this TV does not know this video format.',
  noSound: 'There is a picture but no sound: this TV does not know this sound format.',
  pausedNow: 'Paused',
  nextEpisode: 'Next episode',
  nextIn: (seconds: number) => `Next episode in ${seconds}`,
  startAgain: 'From the start',
  allHere: 'All of it is on this box',
  partHere: (percent: number, names: readonly string[]) =>
    names.length > 0 && percent === 0
      ? `It comes from ${list(names)}`
      : names.length > 0
      ? `${percent} % is on this box, the rest comes from ${list(names)}`
      : `${percent} % is on this box`,
  seekBar: 'Position',
  hintPlay: 'OK plays and pauses · left and right seek',
};

export type Messages = typeof en;
