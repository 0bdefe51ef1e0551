/**
 * Runs a command only when its inputs differ from those of its last success, so that a Maven run
 * that touches nothing here costs a fraction of a second.
 *
 *   node build/when-changed.mjs STAMP-FILE COMMAND INPUT...
 */
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [stampFile, command, ...inputs] = process.argv.slice(2);

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).sort().flatMap((name) => filesOf(join(path, name)));
}

function digest() {
  const hash = createHash('sha256').update(command);
  for (const file of inputs.flatMap(filesOf)) hash.update(file).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

const wanted = digest();
if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) {
  process.exit(0);
}
rmSync(stampFile, { force: true });
mkdirSync(dirname(stampFile), { recursive: true }); // reports are written beside the stamp
const result = spawnSync(command, { shell: true, stdio: 'inherit' });
if (result.status === 0) {
  writeFileSync(stampFile, wanted);
}
process.exit(result.status ?? 2); // killed
