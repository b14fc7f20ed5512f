import { timingSafeEqual } from "node:crypto"
import type { CaseDesk } from "../cases/change-case.ts"
import type { HeadMac } from "../dossier/document.ts"
import { headMessage, type TimelineHead } from "../timeline.ts"

/** Checks the hub's MAC over a head of the timeline that belongs to this alias. */
export function headChecker(desk: Pick<CaseDesk, "macHead">, caseAlias: string) {
  return async (head: TimelineHead, { mac }: Pick<HeadMac, "mac">): Promise<boolean> => {
    const expected = Buffer.from(await desk.macHead(headMessage(caseAlias, head)), "base64")
    const given = Buffer.from(mac, "base64")
    return given.length === expected.length && timingSafeEqual(given, expected)
  }
}
