import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['dot', ['junit', { outputFile: 'target/vitest-reports/TEST-ui-tenfoot.xml', suiteName: 'ui-tenfoot' }]],
  },
});
