import * as z from "zod"
import { type Dossier, dossierSchema } from "../../../shared/breach-desk/dossier/document.ts"
import { timelineEntrySchema, timelineHeadSchema } from "../../../shared/breach-desk/timeline.ts"
import type { EventEntry } from "../../../shared/contracts/define-event.ts"
import { lawId } from "../../../shared/contracts/words.ts"
import type { DeployedExchange } from "../replay/deployed-exchange.ts"
import type { PartySigner } from "../replay/party-keys.ts"
import { publishAll } from "../replay/publish.ts"

const ownDuty = z.object({
  dutyId: z.string(),
  law: lawId,
  kind: z.string(),
  state: z.string(),
  dueAt: z.string().optional(),
  dueIs: z.string(),
  takenOverAt: z.string().optional(),
  discharged: z.object({ at: z.string() }).optional(),
  notOwed: z.object({ at: z.string() }).optional(),
})
export type OwnDuty = z.infer<typeof ownDuty>

const caseView = z.object({
  caseAlias: z.string(),
  state: z.string(),
  openedAt: z.string(),
  closedAt: z.string().optional(),
  counts: z.object({ shipments: z.int(), people: z.int().optional(), shareOfTotal: z.number().optional() }),
  fieldsExposed: z.array(z.object({ field: z.string(), shipments: z.int() })),
  fieldsNotExposed: z.array(z.string()),
  notices: z.object({ affected: z.int(), told: z.int(), publicNotice: z.int(), text: z.string() }),
  duties: z.array(ownDuty),
  others: z.array(
    z.object({ kind: z.string(), duties: z.array(z.object({ dutyId: z.string(), law: lawId, kind: z.string() })) }),
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

/** What the desk answered to somebody whom it refused. */
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

/** The breach desk as one party reaches it: its own credential over the HTTP API, its own events on the bus. */
export type PartyDesk = {
  readonly partyId: string
  readonly kind: "retailer" | "carrier"
  cases(): Promise<z.infer<typeof caseList>["cases"]>
  /** Opens a case; what is reported is a `BreachReported`. */
  open(report: object): Promise<{ caseAlias: string; outcome: string }>
  view(alias: string): Promise<CaseView>
  timeline(alias: string): Promise<CaseTimeline>
  /** Ids of the party's own affected shipments, a page of up to 500 at a time. */
  affectedShipments(alias: string): AsyncGenerator<string[]>
  /** Does something about the case: `duties/{dutyId}`, `measures`, `facts`, `closing`. */
  act(alias: string, what: string, body: object): Promise<void>
  dossier(alias: string): Promise<Dossier>
  /** The dossier, or one document of it, as a PDF. */
  dossierPdf(alias: string, document?: string): Promise<Uint8Array>
  /** Has the hub check a timeline, its head, the MAC of that head, and heads received earlier. */
  verify(alias: string, evidence: object): Promise<Verdict>
  /** Puts events on the bus with the stock SDK client. */
  publish(...entries: readonly EventEntry[]): Promise<void>
}

/**
 * A party's way to the breach desk.
 *
 * @throws DeskRefusal from every call that the desk refuses
 */
export function deskOf(
  exchange: DeployedExchange,
  sign: PartySigner,
  { id: partyId, kind }: { readonly id: string; readonly kind: "retailer" | "carrier" },
): PartyDesk {
  let commands = 0

  const ask = async (method: "GET" | "POST", path: string, body?: object): Promise<Response> => {
    const response = await fetch(`${exchange.apiUrl}/v1/cases${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await sign(partyId)}`,
        ...(body === undefined
          ? {}
          : {
              "content-type": "application/json",
              "idempotency-key": `${partyId}-example-${Date.now()}-${++commands}`,
            }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (response.ok) return response
    const text = await response.text()
    const parsed = refusal.safeParse(text.startsWith("{") ? JSON.parse(text) : undefined)
    const fault = parsed.success ? parsed.data : { status: response.status, code: "unreadable" }
    throw new DeskRefusal(`${method} ${path.split("?")[0]}`, fault)
  }
  const get = async <T>(path: string, schema: z.ZodType<T>): Promise<T> =>
    schema.parse(await (await ask("GET", path)).json())
  const post = async <T>(path: string, body: object, schema: z.ZodType<T>): Promise<T> =>
    schema.parse(await (await ask("POST", path, body)).json())

  return {
    partyId,
    kind,
    cases: async () => (await get("", caseList)).cases,
    open: (report) => post("", report, z.object({ caseAlias: z.string(), outcome: z.string() })),
    view: (alias) => get(`/${alias}`, caseView),
    timeline: (alias) => get(`/${alias}/timeline`, timeline),
    async *affectedShipments(alias) {
      for (let after = ""; ; ) {
        const { exposures, next } = await get(`/${alias}/exposures?limit=500${after}`, exposurePage)
        yield exposures.flatMap(({ shipmentId }) => shipmentId ?? [])
        if (next === undefined) return
        after = `&after=${next}`
      }
    },
    act: async (alias, what, body) => {
      await post(`/${alias}/${what}`, body, z.unknown())
    },
    dossier: (alias) => get(`/${alias}/dossier`, dossierSchema),
    dossierPdf: async (alias, document) => {
      const one = document === undefined ? "" : `&document=${document}`
      const response = await ask("GET", `/${alias}/dossier?format=pdf${one}`)
      return new Uint8Array(await response.arrayBuffer())
    },
    verify: (alias, evidence) => post(`/${alias}/verifications`, evidence, verdict),
    publish: (...entries) => publishAll(exchange, entries),
  }
}
