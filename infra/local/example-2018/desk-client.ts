import * as z from "zod"
import type { EventEntry } from "../../../shared/base/contracts/define-event.ts"
import { legalTestSchema } from "../../../shared/base/contracts/legal-words.ts"
import { lawId, testIsMet } from "../../../shared/base/contracts/words.ts"
import { type PublicKeySet, publicKeySetSchema } from "../../../shared/base/platform/signing/public-keys.ts"
import { timelineEntrySchema, timelineHeadSchema } from "../../../shared/desk/timeline.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { askUntilAnswered } from "../replay/ask-until-answered.ts"
import type { ReplayContext } from "../replay/context.ts"
import type { PartySigner } from "../replay/party-signer.ts"
import { publishAll } from "../replay/publish.ts"
import { type DeskDocuments, type DeskRequests, deskDocuments } from "./desk-documents.ts"

const ownDuty = z.object({
  dutyId: z.string(),
  law: lawId,
  kind: z.string(),
  state: z.string(),
  dueAt: z.string().optional(),
  dueIs: z.string(),
  targetAt: z.string().optional(),
  takenOverAt: z.string().optional(),
  discharged: z.object({ at: z.string(), receipt: z.object({ reference: z.string() }).optional() }).optional(),
  notOwed: z.object({ at: z.string() }).optional(),
})
export type OwnDuty = z.infer<typeof ownDuty>

const legalAnswer = z.object({ law: lawId, test: legalTestSchema, met: testIsMet, assessedAt: z.string() })

const caseView = z.object({
  caseAlias: z.string(),
  state: z.string(),
  openedAt: z.string(),
  closedAt: z.string().optional(),
  finder: z.object({ receivedAt: z.string() }).optional(),
  counts: z.object({
    shipments: z.int(),
    people: z.int().optional(),
    peopleByRegion: z.record(z.string(), z.int()).optional(),
    shareOfTotal: z.number().optional(),
    possibleShipments: z.int().optional(),
  }),
  questions: z.array(z.object({ law: lawId, test: legalTestSchema, factors: z.array(z.object({ code: z.string() })) })),
  assessments: z.array(legalAnswer),
  fieldsExposed: z.array(z.object({ field: z.string(), shipments: z.int() })),
  fieldsNotExposed: z.array(z.string()),
  notices: z.object({ affected: z.int(), told: z.int(), publicNotice: z.int(), text: z.string() }),
  duties: z.array(ownDuty),
  others: z.array(
    z.object({
      kind: z.string(),
      duties: z.array(z.object({ dutyId: z.string(), law: lawId, kind: z.string(), state: z.string() })),
    }),
  ),
})
export type CaseView = z.infer<typeof caseView>

const caseList = z.object({
  cases: z.array(z.object({ caseAlias: z.string(), state: z.string(), shipments: z.int() })),
})
const timeline = z.object({
  entries: z.array(timelineEntrySchema),
  head: timelineHeadSchema.loose(),
})
export type CaseTimeline = z.infer<typeof timeline>
const timelinePage = timeline.extend({ next: z.string().optional() })
const exposurePage = z.object({
  exposures: z.array(z.object({ shipmentId: z.string().optional() })),
  next: z.string().optional(),
})
const verdict = z.object({
  ok: z.boolean(),
  macHolds: z.boolean().nullable(),
  chain: z.looseObject({ ok: z.boolean() }),
  strayHeads: z.array(z.unknown()),
})
export type Verdict = z.infer<typeof verdict>
const refusal = z.looseObject({
  status: z.int(),
  code: z.string(),
  obstacles: z.array(z.looseObject({ code: z.string() })).optional(),
})

/** A refusal of the breach desk. */
export class DeskRefusal extends Error {
  override readonly name = "DeskRefusal"
  readonly status: number
  readonly code: string
  readonly obstacles: readonly string[]

  constructor(request: string, { status, code, obstacles = [] }: z.infer<typeof refusal>) {
    super(`${request} was refused: ${status} ${code} ${obstacles.map((one) => one.code).join(", ")}`.trim())
    this.status = status
    this.code = code
    this.obstacles = obstacles.map((one) => one.code)
  }
}

/** The breach desk as one party reaches it: over the HTTP API with its own credential, and by its own events. */
export type PartyDesk = DeskDocuments & {
  readonly party: Party
  cases(): Promise<z.infer<typeof caseList>["cases"]>
  /** Opens a case. The report has the data of a `BreachReported` event. */
  open(report: object): Promise<{ caseAlias: string; outcome: string }>
  view(alias: string): Promise<CaseView>
  /** The party's own timeline, all pages of it. */
  timeline(alias: string): Promise<CaseTimeline>
  /** The ids of the party's own affected shipments, in pages of up to 500. */
  affectedShipments(alias: string): AsyncGenerator<string[]>
  /** Acts on the case. `what` is `duties/{dutyId}`, `measures`, `facts` or `closing`. */
  act(alias: string, what: string, body: object): Promise<void>
  /** Asks the hub to check a timeline, its head, the head's MAC and heads that the party received. */
  verify(alias: string, evidence: object): Promise<Verdict>
  /** The hub's public keys, which it gives to anybody. */
  signingKeys(): Promise<PublicKeySet>
  /** Publishes events with the stock SDK client. */
  publish(...entries: readonly EventEntry[]): Promise<void>
}

/**
 * Connects a party to the breach desk.
 *
 * @throws DeskRefusal from every call that the desk refuses
 */
export function deskOf({ exchange, sign }: Pick<ReplayContext, "exchange" | "sign">, party: Party): PartyDesk {
  const { get, post } = requestsOf(exchange.apiUrl, party.id, sign)
  const read = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => schema.parse(await (await get(path)).json())
  const send = async <T>(path: string, body: object, schema: z.ZodType<T>): Promise<T> =>
    schema.parse(await (await post(path, body)).json())
  return {
    party,
    cases: async () => (await read("", caseList)).cases,
    open: (report) => send("", report, z.object({ caseAlias: z.string(), outcome: z.string() })),
    view: (alias) => read(`/${alias}`, caseView),
    async timeline(alias) {
      const entries: CaseTimeline["entries"] = []
      for (let query = ""; ; ) {
        const page = await read(`/${alias}/timeline${query}`, timelinePage)
        entries.push(...page.entries)
        if (page.next === undefined) return { entries, head: page.head }
        query = `?${new URLSearchParams({ after: page.next })}`
      }
    },
    async *affectedShipments(alias) {
      for (let after = ""; ; ) {
        const { exposures, next } = await read(`/${alias}/exposures?limit=500${after}`, exposurePage)
        yield exposures.flatMap(({ shipmentId }) => shipmentId ?? [])
        if (next === undefined) return
        after = `&after=${next}`
      }
    },
    act: async (alias, what, body) => {
      await post(`/${alias}/${what}`, body)
    },
    ...deskDocuments({ get, post }),
    verify: (alias, evidence) => send(`/${alias}/verifications`, evidence, verdict),
    signingKeys: async () => publicKeySetSchema.parse(await (await fetch(`${exchange.apiUrl}/v1/signing-keys`)).json()),
    publish: (...entries) => publishAll(exchange, entries),
  }
}

/** Signed requests of a party. A POST carries an idempotency key of its own. */
function requestsOf(apiUrl: string, partyId: string, sign: PartySigner): DeskRequests {
  let commands = 0
  const ask = async (path: string, request: { method: string; headers?: object; body?: string }): Promise<Response> => {
    const authorization = `Bearer ${await sign(partyId)}`
    const headers = { authorization, ...request.headers }
    const what = `${request.method} ${path.split("?")[0]}`
    const response = await askUntilAnswered(what, () => fetch(`${apiUrl}/v1/cases${path}`, { ...request, headers }))
    if (response.ok) return response
    throw await refusalOf(what, response)
  }
  return {
    get: (path: string) => ask(path, { method: "GET" }),
    post: (path: string, body: object) => {
      commands += 1
      const headers = {
        "content-type": "application/json",
        "idempotency-key": `${partyId}-example-${Date.now()}-${commands}`,
      }
      return ask(path, { method: "POST", headers, body: JSON.stringify(body) })
    },
  }
}

async function refusalOf(request: string, response: Response): Promise<DeskRefusal> {
  const text = await response.text()
  const parsed = refusal.safeParse(text.startsWith("{") ? JSON.parse(text) : undefined)
  return new DeskRefusal(request, parsed.success ? parsed.data : { status: response.status, code: "unreadable" })
}
