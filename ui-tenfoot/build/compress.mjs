/** Lays a .gz beside each text asset, so that the box never compresses while a film plays. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const out = 'target/classes/META-INF/larder-ui';
for (const name of readdirSync(out, { recursive: true })) {
  if (/\.(html|js|css|svg|md|webmanifest)$/.test(name)) {
    writeFileSync(join(out, `${name}.gz`), gzipSync(readFileSync(join(out, name)), { level: 9 }));
  }
}
