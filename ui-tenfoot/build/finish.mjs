/**
 * Finishes the built page: adds the licence of the bundled font to the notices, and lays a .gz
 * beside each text asset, so that the box never compresses while a film plays.
 */
import { appendFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const out = 'target/classes/META-INF/larder-ui';
const font = '@fontsource-variable/figtree';
const { version, license } = JSON.parse(readFileSync(`node_modules/${font}/package.json`, 'utf8'));
const text = readFileSync(`node_modules/${font}/LICENSE`, 'utf8');
appendFileSync(join(out, 'third-party.md'), `\n## ${font} - ${version} (${license})\n\n${text}`);

for (const name of readdirSync(out, { recursive: true })) {
  if (/\.(html|js|css|svg|md)$/.test(name)) {
    writeFileSync(join(out, `${name}.gz`), gzipSync(readFileSync(join(out, name)), { level: 9 }));
  }
}
