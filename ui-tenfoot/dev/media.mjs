/** Real video with sound for the pretend box, made once by ffmpeg. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';

const FOLDER = 'target/dev-media';

export function video(name, seconds) {
  const file = `${FOLDER}/${name}.mp4`;
  if (existsSync(file)) return file;
  mkdirSync(FOLDER, { recursive: true });
  const made = `${FOLDER}/making-${name}.mp4`;
  execFileSync('ffmpeg', [
    '-y', '-nostdin', '-loglevel', 'error',
    '-f', 'lavfi', '-i', `testsrc2=size=1280x720:rate=24:duration=${seconds}`,
    '-f', 'lavfi', '-i', `sine=frequency=330:duration=${seconds}`,
    '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '48', '-b:v', '1200k',
    '-c:a', 'aac', '-movflags', '+faststart', made,
  ]);
  renameSync(made, file);
  return file;
}
