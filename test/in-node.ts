/**
 * Calls what a file exports, without a static import of it, so that a suite that only reads templates loads no CDK
 * until it asks. Node.js loads the file once for all suites of a worker. What the file keeps is there for the next
 * suite too, so it may only keep what does not change.
 *
 * @param file of this project, such as `test/infra/cdk/exchange.ts`
 * @returns what was returned, as JSON keeps it
 * @throws what was thrown
 */
export async function inNode(file: string, name: string, ...given: readonly unknown[]): Promise<unknown> {
  const { [name]: exported } = await import(new URL(`../${file}`, import.meta.url).href)
  const answer = typeof exported === "function" ? await exported(...given) : exported
  return JSON.parse(JSON.stringify(answer ?? null))
}
