import type { Party } from "./party.ts"

/**
 * The parties of the deployment. A bundle imports a file beside it in place of this one. `infra/bundle.ts` writes it:
 * parties.json as its schema read it. So no function carries that schema, or checks the file again whenever a container
 * starts, and a release's bundles fit everybody's parties.
 *
 * @throws Error outside of a bundle
 */
export function bundledParties(): readonly Party[] {
  throw new Error("Only a bundled function has the parties of a deployment")
}
