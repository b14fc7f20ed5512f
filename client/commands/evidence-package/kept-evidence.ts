import { createHash } from "node:crypto"
import { extname } from "node:path"
import * as z from "zod"
import { ownString } from "../../../shared/contracts/bounded-string.ts"

const entries = z.object({
  timeline: z.array(z.looseObject({ type: ownString(), data: z.looseObject({}) })),
})
const declared = z.object({ evidenceId: ownString(), sha256: ownString() })

/**
 * Files of evidence under the ids by which a dossier's timeline names them, found by their hashes. Others are left out.
 *
 * @param files by their names
 */
export function keptEvidence(
  dossier: string,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  const ids = new Map(declaredIn(dossier).map(({ evidenceId, sha256 }) => [sha256, evidenceId]))
  return new Map(
    [...files].flatMap(([name, bytes]) => {
      const id = ids.get(createHash("sha256").update(bytes).digest("hex"))
      return id === undefined ? [] : [[`${id}${extname(name).toLowerCase()}`, bytes] as const]
    }),
  )
}

function declaredIn(dossier: string): readonly z.infer<typeof declared>[] {
  try {
    const { timeline } = entries.parse(JSON.parse(dossier))
    return timeline.flatMap(({ type, data }) => (type === "EvidenceAdded" ? (declared.safeParse(data).data ?? []) : []))
  } catch {
    return []
  }
}
