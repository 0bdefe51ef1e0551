import { defineConfig } from 'vitest/config';

// Signals must be the browser's, which react; the package's build for servers does not.
const conditions = ['browser', 'development'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    server: { deps: { inline: ['solid-js'] } },
    include: ['test/**/*.test.ts'],
    reporters: ['dot', ['junit', { outputFile: 'target/vitest-reports/TEST-ui-tenfoot.xml', suiteName: 'ui-tenfoot' }]],
  },
});
