import { defineConfig, type Plugin } from 'vite';
import solid from 'vite-plugin-solid';

/** Old televisions ignore module scripts: the page loads one classic script, after parsing. */
function classicScript(): Plugin {
  return {
    name: 'classic-script',
    enforce: 'post',
    transformIndexHtml: (html) =>
      html.replace(/<script type="module" crossorigin/g, '<script defer').replace(/ crossorigin/g, ''),
  };
}

export default defineConfig({
  // Absolute, because /pair is served the same page as /.
  base: '/',
  plugins: [solid(), classicScript()],
  build: {
    outDir: 'target/classes/META-INF/larder-ui',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    // One style sheet in a file of its own: an IIFE bundle would otherwise carry it inside the script.
    cssCodeSplit: false,
    reportCompressedSize: false,
    target: ['es2015', 'chrome63'],
    cssTarget: 'chrome63',
    license: { fileName: 'third-party.md' },
    rollupOptions: { output: { format: 'iife' } },
  },
});
