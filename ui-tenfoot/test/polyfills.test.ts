// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import '../src/polyfills';

it('queueMicrotask_afterThePolyfill_runsTheTask', async () => {
  let ran = false;
  queueMicrotask(() => {
    ran = true;
  });
  await Promise.resolve();
  expect(ran).toBe(true);
});
