import { derivedId, hubAudience } from "../../base/contracts/envelope.ts"
import { keysAmong } from "../cases/accessor-keys.ts"
import { type ItemKey, pointerKeys } from "../cases/case-keys.ts"
import { aliasOf, pointersAt } from "../cases/case-pointers.ts"
import { type CaseDesk, changeCase, type KindOfChange } from "../cases/change-case.ts"
import { openCasesAt } from "../exposures/take-keys.ts"
import { decideOpening, keysOfOpening, type Opening, type OpeningRows, placeOf } from "./decide-opening.ts"
import type { Occasion } from "./occasion.ts"

/**
 * Opens a case or adds to the open one that shares an accessor key. The same transaction writes the pointers, so that
 * of two writers one opens the case and the other adds to it. Repeating the call has no effect.
 */
export function openOrJoin(desk: CaseDesk, occasion: Occasion): Promise<Opening> {
  return changeCase(desk, opening, occasion)
}

const opening: KindOfChange<CaseDesk, Occasion, OpeningRows, Opening> = { read: readForOpening, decide: decideOpening }

async function readForOpening(desk: CaseDesk, occasion: Occasion): Promise<OpeningRows> {
  const accessorKeys = [...occasion.keys.map(({ accessorKey }) => accessorKey), ...occasion.neighbours]
  const [keys, slots] = [accessorKeys.map(pointerKeys.accessor), occasion.slots ?? []]
  const pointers = await pointersAt(desk, [occasion.pointer, ...keys, ...slots])
  const known = pointers.get(occasion.pointer.pk)
  if (known !== undefined) return { known }
  const pointed = (some: readonly ItemKey[]) => some.flatMap(({ pk }) => pointers.get(pk) ?? [])
  const open = await openCasesAt(desk, pointed(keys))
  const openInSlots = open.size > 0 ? new Map() : await openCasesAt(desk, pointed(slots))
  const place = placeOf(occasion, { pointers, open, openInSlots })
  const caseId = place.joined?.caseId ?? newCaseId(desk, occasion)
  const touched = [...(await desk.parties.byIds([...new Set(occasion.partyIds)])).values()]
  const aliases = new Map(touched.map(({ id }) => [id, aliasOf(desk, caseId, id)]))
  const knownKeys = await keysAmong(
    desk,
    caseId,
    keysOfOpening(occasion).map(({ accessorKey }) => accessorKey),
  )
  const at = desk.clock().toISOString()
  return { pointers, open, openInSlots, place, caseId, knownKeys, touched, aliases, at }
}

/** Keyed: ids of messages are hashes of it, and nobody may find by trying which party's event they are about. */
function newCaseId(desk: CaseDesk, { seed }: Occasion): string {
  return derivedId("breach-case", desk.hashUnderKey(seed, hubAudience))
}
