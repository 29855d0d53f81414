import http from 'node:http';
import type { LookupFunction } from 'node:net';
import type { TestContext } from 'node:test';

/** Makes Node's global HTTP agent resolve every host name to 127.0.0.1 until the test ends. */
export function resolveNamesHere(t: TestContext): void {
  // Node documents the property `options` of an agent, but Node's types do not declare this property.
  const { options } = http.globalAgent as unknown as { options: { lookup?: LookupFunction | undefined } };
  const before = options.lookup;
  t.after(() => (options.lookup = before));
  options.lookup = (_, { all }, answer) => {
    if (all) answer(null, [{ address: '127.0.0.1', family: 4 }]);
    else answer(null, '127.0.0.1', 4);
  };
}
