import * as z from "zod"
import type { Finding } from "../finding.ts"
import { packageFolders } from "../manifest.ts"
import { type ReadPackage, textOf } from "../package-files.ts"
import { bytesOf, isSigned } from "../web-crypto.ts"
import { some } from "./check-manifest.ts"
import type { CheckedKeys } from "./check-signature.ts"

const header = z.object({ alg: z.literal("ES256"), kid: z.string(), typ: z.literal("wayseal-statement+jws") })

/** Checks that each daily statement is a compact JWS of the hub, under a key of the package. */
export async function checkStatements({ files }: ReadPackage, keys: CheckedKeys): Promise<readonly Finding[]> {
  const check = "statements"
  const paths = [...files.keys()].filter((path) => path.startsWith(packageFolders.statements)).sort()
  if (paths.length === 0) return [{ check, outcome: "unchecked", code: "statementsAbsent" }]
  const [good, wrong]: [string[], string[]] = [[], []]
  for (const path of paths) ((await isStatement(await textOf(files, path), keys)) ? good : wrong).push(path)
  return [
    ...some(wrong, { check, outcome: "broken", code: "statementsWrong" }),
    ...some(good, { check, outcome: "holds", code: "statementsHold" }),
  ]
}

/** With a pin, only a key that the verifier trusts counts. */
async function isStatement(text: string | undefined, { named, trusted, pinned }: CheckedKeys): Promise<boolean> {
  const [head = "", content = "", signature = ""] = text?.trim().split(".") ?? []
  const { data } = header.safeParse(parsed(head))
  const known = pinned.length === 0 ? named : [...trusted.values()]
  const key = known.find(({ kid }) => kid === data?.kid)
  return key !== undefined && isSigned(key, `${head}.${content}`, signature)
}

function parsed(part: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytesOf(part)))
  } catch {
    return undefined
  }
}
