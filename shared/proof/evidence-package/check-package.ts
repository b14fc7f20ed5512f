import { checkChain, checkHeads } from "./checks/check-chain.ts"
import { checkEvidence } from "./checks/check-evidence.ts"
import { checkExposures } from "./checks/check-exposures.ts"
import { checkManifest } from "./checks/check-manifest.ts"
import { checkSignature } from "./checks/check-signature.ts"
import { checkStatements } from "./checks/check-statements.ts"
import { checkNames, type Finding } from "./finding.ts"
import type { ReadPackage } from "./package-files.ts"
import { namedKeys, trustedOf } from "./web-crypto.ts"

export type CheckOptions = {
  /** Ids of keys that the verifier got on a way that it trusts. */
  readonly pinned: readonly string[]
  /** Whether all files are given. Otherwise a file that is missing may be in the package. */
  readonly isWhole: boolean
}

/**
 * Checks an evidence package as a whole, without the hub, with the Web Crypto API of Node.js or of a browser.
 *
 * @returns what holds, what is broken and what could not be checked, in the order of `checkNames`
 */
export async function checkPackage(of: ReadPackage, { pinned, isWhole }: CheckOptions): Promise<readonly Finding[]> {
  const named = await namedKeys(of.keys)
  const trusted = await trustedOf(named, pinned)
  const { findings: chain, entries } = await checkChain(of.dossier)
  const keys = { named, trusted, pinned }
  const statements = await checkStatements(of, keys)
  const findings = [
    ...(await checkManifest(of, isWhole)),
    ...chain,
    ...(await checkSignature(of.dossier, keys)),
    ...(await checkHeads(of, entries, { trusted, stated: statements.heads })),
    ...(await checkEvidence(of, entries, isWhole)),
    ...(await checkExposures(of, entries)),
    ...statements.findings,
    { check: "dossier", outcome: "unchecked", code: "dossierUnsigned" } as const,
  ]
  return findings.toSorted((one, other) => checkNames.indexOf(one.check) - checkNames.indexOf(other.check))
}

/** Whether nothing is broken. What could not be checked does not count. */
export const holds = (findings: readonly Finding[]): boolean => findings.every(({ outcome }) => outcome !== "broken")
