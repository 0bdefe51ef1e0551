/**
 * Proves that the built page suits a television of 2018: the script parses as ES2015 and asks for
 * no missing API, the style sheets use only what Chromium 63 knows, nothing is inline, and the
 * script is small.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'acorn';

const out = 'target/classes/META-INF/larder-ui';
const SCRIPT_LIMIT_BYTES = 40 * 1024; // gzipped; a weak TV parses this in well under half a second

/** What Chromium 63 does not know, by the version that brought it. */
const STYLE_TOO_NEW = [
  [/(^|[;{\s])(row-|column-)?gap\s*:/, 'gap (flex gap is Chromium 84)'],
  [/(^|[;{\s])inset(-[a-z]+)*\s*:/, 'inset (87)'],
  [/(^|[;{\s])aspect-ratio\s*:/, 'aspect-ratio (88)'],
  [/subgrid/, 'subgrid (117)'],
  [/\b(clamp|min|max)\(/, 'clamp(), min(), max() (79)'],
  [/:(is|where|has|focus-visible)\b/, ':is, :where, :has, :focus-visible (86 and later)'],
  [/@(layer|container|property)\b/, '@layer, @container, @property (85 and later)'],
  [/color-mix\(|oklch\(|lab\(/, 'new colour functions (111)'],
  [/backdrop-filter|conic-gradient|accent-color/, 'backdrop-filter, conic-gradient, accent-color'],
  [/(#\w+|\)|transparent)\s+[\d.]+%\s+[\d.]+%/, 'two positions on one gradient stop (71)'],
  [/\b(rgba?|hsla?)\([^,)]*\s+[\d.]+%?\s+[^,)]*\)/, 'space-separated colours (65)'],
  [/\d(dvh|svh|lvh|dvw)\b/, 'dynamic viewport units (108)'],
  [/overflow\s*:\s*clip|place-(items|content)\s*:\s*[a-z]+\s+[a-z]/, 'overflow: clip (90)'],
];
const SCRIPT_TOO_NEW = [
  [/\.(at|flat|flatMap|replaceAll|matchAll|allSettled|finally)\(/, 'a method newer than Chromium 63'],
  [/\b(ResizeObserver|AbortController|WeakRef|structuredClone|BigInt)\b/, 'an API newer than Chromium 63'],
  [/Object\.fromEntries|\.replaceChildren\(/, 'an API newer than Chromium 63'],
];

const faults = [];
const files = readdirSync(out, { recursive: true }).filter((name) => !name.endsWith('.gz'));
const read = (name) => readFileSync(join(out, name), 'utf8');
const refuse = (file, text, rules) =>
  rules.forEach(([pattern, what]) => {
    const hit = pattern.exec(text);
    if (hit) faults.push(`${file}: ${what}, at "${text.slice(Math.max(0, hit.index - 30), hit.index + 40)}"`);
  });

let scriptBytes = 0;
for (const file of files.filter((name) => name.endsWith('.js'))) {
  const text = read(file);
  scriptBytes += gzipSync(text, { level: 9 }).length;
  try {
    parse(text, { ecmaVersion: 2015, sourceType: 'script' });
  } catch (error) {
    faults.push(`${file}: does not parse as an ES2015 script: ${error.message}`);
  }
  refuse(file, text, SCRIPT_TOO_NEW);
}
let styleBytes = 0;
for (const file of files.filter((name) => name.endsWith('.css'))) {
  const text = read(file).replace(/\/\*[\s\S]*?\*\//g, '');
  styleBytes += gzipSync(text, { level: 9 }).length;
  refuse(file, text, STYLE_TOO_NEW);
}
const page = read('index.html');
refuse('index.html', page, [
  [/<script(?![^>]*\ssrc=)/, 'an inline script, which the content security policy refuses'],
  [/<style|\sstyle=/, 'an inline style, which the content security policy refuses'],
  [/type="module"/, 'a module script, which Chromium 60 ignores'],
]);
if (!/<link rel="stylesheet"/.test(page)) faults.push('index.html: the style sheet is missing');
if (scriptBytes > SCRIPT_LIMIT_BYTES) faults.push(`script: ${scriptBytes} bytes gzipped, the limit is ${SCRIPT_LIMIT_BYTES}`);
if (!files.includes('third-party.md')) faults.push('third-party.md: the licences of bundled packages are missing');

if (faults.length > 0) {
  console.error(faults.map((fault) => `gate: ${fault}`).join('\n'));
  process.exit(1);
}
console.log(`ui: script ${scriptBytes} B, style ${styleBytes} B gzipped; parses as ES2015`);
