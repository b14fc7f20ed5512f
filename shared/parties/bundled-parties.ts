import type { Party } from "./party.ts"

/**
 * The parties of the deployment. In a bundle, `infra/bundle.ts` puts a list in place of this file: parties.json as its
 * schema read it. So no function carries that schema, or checks the file again whenever a container starts.
 *
 * @throws Error outside of a bundle
 */
export function bundledParties(): readonly Party[] {
  throw new Error("Only a bundled function has the parties of a deployment")
}
