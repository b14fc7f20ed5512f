import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { caseAlias, caseUrl, count, toolName } from "../../base/contracts/fields.ts"
import { lawId, lawOrContract } from "../../base/contracts/words.ts"
import type { Given } from "../../base/platform/http-route.ts"
import type { CaseRow, PartyRow } from "../cases/case-rows.ts"
import { shownCase } from "../cases/participant.ts"
import { isToolUnreported } from "../cases/party-counts.ts"
import { openingVisibleTo } from "../visibility/visible-opening.ts"

/** The id of a law. A law is data, of whose id TypeScript knows only that it is text. */
export const lawOfPack: z.ZodType<string, string> = lawId

/** The same of a duty, which can be owed by contract. */
export const lawOfDuty: z.ZodType<string, string> = lawOrContract

export const inBothLanguages = z.strictObject({ en: ownString(), fr: ownString() })

/** One line of a party's list of cases. */
export const caseLineSchema = z.strictObject({
  caseAlias,
  state: z.enum(["open", "closed", "falseAlarm"]),
  origin: z.enum(["anomaly", "report"]),
  tool: toolName,
  atHub: z.literal(true).optional().meta({ description: "The breach was at the hub itself, and in no tool" }),
  openedAt: instant,
  closedAt: instant.optional(),
  shipments: count.meta({ description: "Exposed shipments of the caller" }),
  atLeast: z.literal(true).optional().meta({
    description: "Nobody reports or counts what was seen: there may be more than is counted, and 0 means not known",
  }),
  acknowledged: z.boolean(),
  caseUrl,
})

export function caseLine(current: CaseRow, own: PartyRow): Given<typeof caseLineSchema> {
  const { origin, tool, openedAt } = openingVisibleTo(own, current)
  const { state, closedAt } = shownCase(current)
  return {
    caseAlias: own.alias,
    state,
    origin,
    tool,
    ...(own.atHub === undefined ? {} : { atHub: true as const }),
    openedAt,
    ...(closedAt === undefined ? {} : { closedAt }),
    shipments: own.shipments,
    ...(isToolUnreported(own) || own.atHub !== undefined ? { atLeast: true as const } : {}),
    acknowledged: own.acknowledgedAt !== undefined,
    caseUrl: `/v1/cases/${own.alias}`,
  }
}
