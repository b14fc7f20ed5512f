import * as z from "zod"
import { type TimelineHead, timelineHeadSchema } from "../../../base/chain/timeline-chain.ts"
import { boundedString } from "../../../base/contracts/bounded-string.ts"
import { base64url } from "../../../base/platform/signing/signed-text.ts"
import type { Finding } from "../finding.ts"
import { packageFolders, type ReadPackage, textOf } from "../package-files.ts"
import { bytesOf, digestOf, isSigned } from "../web-crypto.ts"
import { some } from "./check-manifest.ts"
import type { CheckedKeys } from "./check-signature.ts"

const headerSchema = z.object({
  alg: z.literal("ES256"),
  kid: boundedString(256),
  typ: z.literal("wayseal-statement+jws"),
})

/** What of a statement is checked here. Its contract has more. */
const statementSchema = z.object({
  party: boundedString(256),
  number: z.int(),
  previous: boundedString(256).nullable(),
  cases: z.object({ open: z.array(z.object({ caseAlias: boundedString(256), head: timelineHeadSchema.optional() })) }),
})

type Statement = z.infer<typeof statementSchema> & { readonly path: string; readonly hash: string }

/**
 * Checks the daily statements: each is a compact JWS of the hub for this party, and holds the hash of the one before.
 *
 * @returns also the heads of this case in good statements
 */
export async function checkStatements(
  { files, dossier }: ReadPackage,
  keys: CheckedKeys,
): Promise<{ findings: readonly Finding[]; heads: readonly TimelineHead[] }> {
  const check = "statements"
  const paths = [...files.keys()].filter((path) => path.startsWith(packageFolders.statements)).sort()
  if (paths.length === 0) return { findings: [{ check, outcome: "unchecked", code: "statementsAbsent" }], heads: [] }
  const good: Statement[] = []
  const wrong: string[] = []
  for (const path of paths) {
    const statement = await readStatement(path, await textOf(files, path), keys)
    if (statement?.party === dossier.party) good.push(statement)
    else wrong.push(path)
  }
  const distinct = [...new Map(good.map((one) => [one.hash, one])).values()]
  const inOrder = distinct.sort((one, other) => one.number - other.number)
  const loose = inOrder.filter(({ previous, number }, place) => {
    const before = inOrder[place - 1]
    return before !== undefined && (before.number !== number - 1 || before.hash !== previous)
  })
  const findings = [
    ...some(wrong, { check, outcome: "broken", code: "statementsWrong" }),
    ...some(
      loose.map(({ path }) => path),
      { check, outcome: "broken", code: "statementsUnchained" },
    ),
    ...some(
      good.map(({ path }) => path),
      { check, outcome: "holds", code: "statementsHold" },
    ),
  ]
  const stated = good.flatMap(({ cases }) => cases.open.filter(({ caseAlias }) => caseAlias === dossier.caseAlias))
  return { findings, heads: stated.flatMap(({ head }) => head ?? []) }
}

/** With a pin, only a key that the verifier trusts counts. @returns undefined if it is no signed statement */
async function readStatement(
  path: string,
  text: string | undefined,
  { named, trusted, pinned }: CheckedKeys,
): Promise<Statement | undefined> {
  const [header = "", content = "", signature = ""] = text?.trim().split(".") ?? []
  const { data } = headerSchema.safeParse(parsed(header))
  const known = pinned.length === 0 ? named : [...trusted.values()]
  const key = known.find(({ kid }) => kid === data?.kid)
  const signed = `${header}.${content}`
  if (key === undefined || !(await isSigned(key, signed, signature))) return undefined
  const statement = statementSchema.safeParse(parsed(content)).data
  if (statement === undefined) return undefined
  return { ...statement, path, hash: base64url(await digestOf(new TextEncoder().encode(signed))) }
}

function parsed(part: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytesOf(part)))
  } catch {
    return undefined
  }
}
