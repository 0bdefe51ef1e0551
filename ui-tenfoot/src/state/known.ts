/** Things that the page was told of, by key: a map that views follow. */

import { createSignal, untrack, type Accessor } from 'solid-js';

export class Known<T> {
  readonly #byKey = new Map<string, T>();
  readonly #version: Accessor<number>;
  readonly #setVersion: (version: number) => void;

  constructor() {
    [this.#version, this.#setVersion] = createSignal(0);
  }

  get(key: string): T | undefined {
    this.#version();
    return this.#byKey.get(key);
  }

  /** Every key, without following. */
  keys(): string[] {
    const keys: string[] = [];
    this.#byKey.forEach((_value, key) => keys.push(key));
    return keys;
  }

  put(items: readonly T[], keyOf: (item: T) => string): void {
    for (const item of items) this.#byKey.set(keyOf(item), item);
    this.#changed();
  }

  drop(keys: readonly string[]): void {
    for (const key of keys) this.#byKey.delete(key);
    this.#changed();
  }

  #changed(): void {
    this.#setVersion(untrack(this.#version) + 1);
  }
}
