/** What Chromium 63 lacks and the bundle needs. Loaded before everything else. */

interface Global {
  globalThis?: unknown;
  queueMicrotask?: (task: () => void) => void;
}

const root = window as unknown as Global;

if (root.globalThis === undefined) {
  root.globalThis = window;
}
if (root.queueMicrotask === undefined) {
  root.queueMicrotask = (task) => {
    Promise.resolve()
      .then(task)
      .catch((fault: unknown) => {
        setTimeout(() => {
          throw fault;
        });
      });
  };
}
