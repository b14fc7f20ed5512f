import * as z from "zod"
import { type Api, connectApi, type paths } from "../../../client/api/connect-api.ts"
import type { EventEntry } from "../../../shared/base/contracts/define-event.ts"
import { publicKeySetSchema } from "../../../shared/base/platform/signing/public-keys.ts"
import { timelineEntrySchema } from "../../../shared/desk/timeline.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { askUntilAnswered } from "../replay/ask-until-answered.ts"
import type { ReplayContext } from "../replay/context.ts"
import { publishAll } from "../replay/publish.ts"
import { answered, ofCase } from "./desk-answer.ts"
import { deskDocuments } from "./desk-documents.ts"

type CasePath = "/v1/cases/{caseAlias}"
export type CaseView = paths[CasePath]["get"]["responses"][200]["content"]["application/json"]
export type OwnDuty = CaseView["duties"][number]
/** What a party sends to one of the paths of a case. */
export type SentTo<
  Path extends
    | "duties/{dutyId}"
    | "facts"
    | "measures"
    | "accesses"
    | "verifications"
    | "receipts"
    | "returned-notices",
> = paths[`${CasePath}/${Path}`]["post"]["requestBody"]["content"]["application/json"]

/** The breach desk as one party reaches it: over the HTTP API with its own credential, and by its own events. */
export type PartyDesk = ReturnType<typeof deskOf>
export type CaseTimeline = Awaited<ReturnType<PartyDesk["timeline"]>>
export type Verdict = Awaited<ReturnType<PartyDesk["verify"]>>

/**
 * Connects a party to the breach desk.
 *
 * @throws DeskRefusal from every call that the desk refuses
 */
export function deskOf({ exchange, sign }: Pick<ReplayContext, "exchange" | "sign">, party: Party) {
  const api = connectApi({
    apiUrl: exchange.apiUrl,
    token: () => sign(party.id),
    fetch: (request) => askUntilAnswered(`${request.method} ${request.url}`, () => fetch(request.clone())),
  })
  return {
    party,
    cases: async () => (await answered(api.GET("/v1/cases"))).cases,
    /** Opens a case. */
    open: (body: paths["/v1/cases"]["post"]["requestBody"]["content"]["application/json"]) =>
      answered(api.POST("/v1/cases", { body })),
    view: (alias: string): Promise<CaseView> => answered(api.GET("/v1/cases/{caseAlias}", ofCase(alias))),
    ...deskLists(api),
    ...deskActs(api),
    ...deskDocuments(api),
    /** The hub's public keys, which it gives to anybody. */
    signingKeys: async () => publicKeySetSchema.parse(await answered(api.GET("/v1/signing-keys"))),
    publish: (...entries: readonly EventEntry[]) => publishAll(exchange, entries),
  }
}

const exposurePage = z.object({
  exposures: z.array(z.object({ shipmentId: z.string().optional() })),
  next: z.string().optional(),
})

const deskLists = (api: Api) => ({
  /** The party's own timeline, all pages of it. */
  async timeline(caseAlias: string) {
    const entries: z.infer<typeof timelineEntrySchema>[] = []
    for (let after: string | undefined; ; ) {
      const params = { path: { caseAlias }, query: after === undefined ? {} : { after } }
      const page = await answered(api.GET("/v1/cases/{caseAlias}/timeline", { params }))
      entries.push(...z.array(timelineEntrySchema).parse(page.entries))
      after = page.next
      if (after === undefined) return { entries, head: page.head }
    }
  },
  /** The ids of the party's own affected shipments, in pages of up to 500. */
  async *affectedShipments(caseAlias: string): AsyncGenerator<string[]> {
    for (let after: string | undefined; ; ) {
      const query = { limit: 500, format: "json" as const, ...(after === undefined ? {} : { after }) }
      const params = { path: { caseAlias }, query }
      const call = api.GET("/v1/cases/{caseAlias}/exposures", { params })
      const { exposures, next } = exposurePage.parse(await answered(call))
      yield exposures.flatMap(({ shipmentId }) => shipmentId ?? [])
      after = next
      if (after === undefined) return
    }
  },
})

const deskActs = (api: Api) => ({
  act: (caseAlias: string, dutyId: string, body: SentTo<"duties/{dutyId}">) =>
    answered(api.POST("/v1/cases/{caseAlias}/duties/{dutyId}", { params: { path: { caseAlias, dutyId } }, body })),
  state: (alias: string, body: SentTo<"facts">) =>
    answered(api.POST("/v1/cases/{caseAlias}/facts", { ...ofCase(alias), body })),
  measure: (alias: string, body: SentTo<"measures">) =>
    answered(api.POST("/v1/cases/{caseAlias}/measures", { ...ofCase(alias), body })),
  importAccesses: (alias: string, body: SentTo<"accesses">) =>
    answered(api.POST("/v1/cases/{caseAlias}/accesses", { ...ofCase(alias), body })),
  acknowledge: (alias: string) =>
    answered(api.POST("/v1/cases/{caseAlias}/acknowledgements", { ...ofCase(alias), body: {} })),
  /** Gives receipts of people whom the party notified. */
  notified: (alias: string, body: SentTo<"receipts">) =>
    answered(api.POST("/v1/cases/{caseAlias}/receipts", { ...ofCase(alias), body })),
  /** Records notices that came back. */
  returned: (alias: string, body: SentTo<"returned-notices">) =>
    answered(api.POST("/v1/cases/{caseAlias}/returned-notices", { ...ofCase(alias), body })),
  close: (alias: string) =>
    answered(api.POST("/v1/cases/{caseAlias}/closing", { ...ofCase(alias), body: { outcome: "resolved" } })),
  /** Asks the hub to check a timeline, its head, the head's MAC and heads that the party received. */
  verify: (alias: string, body: SentTo<"verifications">) =>
    answered(api.POST("/v1/cases/{caseAlias}/verifications", { ...ofCase(alias), body })),
})
