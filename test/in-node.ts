import { serialize } from "node:v8"

/** Of `test/plain-environment.mjs`. */
declare const callInNode: (file: string, name: string, given: Uint8Array) => Promise<string>

/**
 * Calls what a file exports as Node itself imports it, outside of jest's modules. Jest reads every module again for
 * every suite; Node reads it once for all suites of a worker, which for the CDK saves seconds. What the file keeps is
 * there for the next suite too, so it may only keep what does not change.
 *
 * @param file of this project, such as `test/infra/cdk/exchange.ts`
 * @param given values without functions
 * @returns what was returned, as JSON keeps it
 * @throws what was thrown
 */
export async function inNode(file: string, name: string, ...given: readonly unknown[]): Promise<unknown> {
  return JSON.parse(await callInNode(new URL(`../${file}`, import.meta.url).href, name, serialize(given)))
}
