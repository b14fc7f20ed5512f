import { derivedId } from "../../base/contracts/envelope.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import type { PlannedEntry } from "../cases/case-draft.ts"
import { paperKeys } from "../cases/case-keys.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import type { EvidenceRow } from "../cases/paper-rows.ts"
import { pageOfPapers } from "../cases/papers.ts"
import type { Participant } from "../cases/participant.ts"
import { type EvidenceFile, mostEvidence } from "../evidence-file.ts"
import { safeFileName } from "../evidence-name.ts"
import { readersOf } from "../visibility.ts"
import { act, type KindOfAct } from "./act.ts"
import type { Action } from "./action.ts"
import type { Acted } from "./decide-act.ts"
import type { Refusal } from "./refusal.ts"

/** What the name of a file is sealed for: its party and its id. */
export const nameSeal = (partyId: string, evidenceId: string) => [`party#${partyId}`, evidenceId, "fileName"] as const

/**
 * Notes a file that the party is to upload, also when the case is closed. The timeline keeps the hash of its bytes. A
 * repeat names the same file. The bytes do not pass the hub, so it looks at them when the files are listed.
 */
export async function addEvidence(
  desk: CaseDesk & { sealer: Pick<Sealer, "seal"> },
  action: Action,
  file: EvidenceFile,
): Promise<Refusal | Acted<{ evidenceId: string }>> {
  const { name, ...declared } = file
  const evidenceId = derivedId("evidence", action.actionId)
  const sealedName = await desk.sealer.seal(...nameSeal(action.party.id, evidenceId), safeFileName(name))
  const result = await act(desk, action, addingEvidence, { evidenceId, ...declared, sealedName })
  return "refused" in result ? result : { outcome: result.outcome, evidenceId }
}

type SealedEvidence = Omit<EvidenceFile, "name"> & { evidenceId: string; sealedName: string }

const addingEvidence: KindOfAct<CaseDesk, SealedEvidence, { isTooMuch: boolean }, object> = {
  alsoWhenClosed: true,
  read: async (desk, { own }, file) => ({ isTooMuch: await exceedsLimits(desk, own, file) }),
  decide({ own, viewer, action, at }, file, { isTooMuch }) {
    if (isTooMuch) return { refused: "tooMuchEvidence" }
    const { partyId } = own
    const { sealedName: _, ...declared } = file
    const of = { ...paperKeys.evidence(own, { at, evidenceId: file.evidenceId }), partyId, at, ...file }
    const by = action.officer === undefined ? {} : { by: action.officer }
    const row: EvidenceRow = { ...of, type: "evidence", ...by }
    const entry: PlannedEntry = {
      actor: own.alias,
      type: "EvidenceAdded",
      data: {},
      visibleTo: readersOf("EvidenceAdded", viewer),
      shown: { [partyId]: { data: declared } },
    }
    return { items: [row], entries: [entry], more: {} }
  },
}

/** Whether the party would have too many files of evidence in the case, or too many bytes of them. */
async function exceedsLimits(
  desk: CaseDesk,
  own: Participant["own"],
  { bytes }: Pick<EvidenceFile, "bytes">,
): Promise<boolean> {
  const { rows } = await pageOfPapers(desk, own, "EVIDENCE#", { limit: mostEvidence.files })
  const sizes = rows.flatMap((row) => (row.type === "evidence" ? [row.bytes] : []))
  const together = sizes.reduce((sum, size) => sum + size, bytes)
  return rows.length >= mostEvidence.files || together > mostEvidence.bytes
}
