/** What this TV says it can play, measured by asking it, never guessed from its name. */

const PROBES: Readonly<Record<string, string>> = {
  'h264-aac-mp4': 'video/mp4; codecs="avc1.640028, mp4a.40.2"',
  'hevc-mp4': 'video/mp4; codecs="hvc1.1.6.L120.B0"',
  'av1-mp4': 'video/mp4; codecs="av01.0.08M.08"',
  'vp9-webm': 'video/webm; codecs="vp9, opus"',
  'h264-mkv': 'video/x-matroska; codecs="avc1.640028, mp4a.40.2"',
  ac3: 'audio/mp4; codecs="ac-3"',
  eac3: 'audio/mp4; codecs="ec-3"',
  opus: 'audio/webm; codecs="opus"',
  flac: 'audio/flac',
  mp3: 'audio/mpeg',
  hls: 'application/vnd.apple.mpegurl',
};

export interface Profile {
  readonly plays: Readonly<Record<string, 'probably' | 'maybe' | 'no'>>;
  readonly mediaSource: Readonly<Record<string, boolean>>;
  readonly width: number;
  readonly height: number;
}

export function measureProfile(video: HTMLVideoElement, screen: Screen, pixels: number): Profile {
  const plays: Record<string, 'probably' | 'maybe' | 'no'> = {};
  const mediaSource: Record<string, boolean> = {};
  const hasMediaSource = 'MediaSource' in window;
  for (const name of Object.keys(PROBES)) {
    const type = PROBES[name] ?? '';
    const answer = video.canPlayType(type);
    plays[name] = answer === '' ? 'no' : answer;
    mediaSource[name] = hasMediaSource && MediaSource.isTypeSupported(type);
  }
  return { plays, mediaSource, width: Math.round(screen.width * pixels), height: Math.round(screen.height * pixels) };
}
