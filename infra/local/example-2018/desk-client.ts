import { setTimeout as pause } from "node:timers/promises"
import * as z from "zod"
import { type Dossier, dossierSchema } from "../../../shared/breach-desk/dossier/document.ts"
import { timelineEntrySchema, timelineHeadSchema } from "../../../shared/breach-desk/timeline.ts"
import type { EventEntry } from "../../../shared/contracts/define-event.ts"
import { lawId } from "../../../shared/contracts/words.ts"
import type { Party } from "../../../shared/parties/party.ts"
import type { ReplayContext } from "../replay/context.ts"
import type { PartySigner } from "../replay/party-signer.ts"
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
export type PartyDesk = {
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
  /** Asks for a document, waits until it is drawn, and returns its link. */
  linkTo(alias: string, wish: object): Promise<string>
  dossier(alias: string): Promise<Dossier>
  /** The dossier, or one document of it, as a PDF. */
  dossierPdf(alias: string, document?: string): Promise<Uint8Array>
  /** The party's own affected shipments as CSV, page by page. The pages one after the other are the file. */
  exposuresCsv(alias: string): AsyncGenerator<string>
  /** Asks the hub to check a timeline, its head, the head's MAC and heads that the party received. */
  verify(alias: string, evidence: object): Promise<Verdict>
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
    ...documentsOf({ get, post }),
    verify: (alias, evidence) => send(`/${alias}/verifications`, evidence, verdict),
    publish: (...entries) => publishAll(exchange, entries),
  }
}

const askedDocument = z.object({ documentId: z.string() })
const documentProgress = z.object({
  state: z.enum(["waiting", "drawing", "ready", "failed"]),
  link: z.object({ url: z.string() }).optional(),
})
const pollMilliseconds = 500
/** A slow machine draws a PDF in seconds. */
const pollsAtMost = 240

/** The documents of a case, which the hub draws when a party asks for them, and its list of shipments. */
function documentsOf({
  get,
  post,
}: ReturnType<typeof requestsOf>): Pick<PartyDesk, "linkTo" | "dossier" | "dossierPdf" | "exposuresCsv"> {
  const linkTo = async (alias: string, wish: object): Promise<string> => {
    const asked = await post(`/${alias}/documents`, wish)
    const { documentId } = askedDocument.parse(await asked.json())
    for (let poll = 1; poll <= pollsAtMost; poll++) {
      const found = documentProgress.parse(await (await get(`/${alias}/documents/${documentId}`)).json())
      if (found.state === "failed") throw new Error(`The document ${documentId} could not be drawn`)
      if (found.link !== undefined) return found.link.url
      await pause(pollMilliseconds)
    }
    throw new Error(`The document ${documentId} is not drawn after ${pollsAtMost} looks`)
  }
  // A link needs no token.
  const takeOut = async (alias: string, wish: object): Promise<Response> =>
    followed(await fetch(await linkTo(alias, wish)))
  return {
    linkTo,
    dossier: async (alias) => dossierSchema.parse(await (await takeOut(alias, { format: "json" })).json()),
    dossierPdf: async (alias, document) => {
      const response = await takeOut(alias, { format: "pdf", ...(document === undefined ? {} : { document }) })
      return new Uint8Array(await response.arrayBuffer())
    },
    async *exposuresCsv(alias) {
      for (let path: string | undefined = `/${alias}/exposures?format=csv&limit=250`; path !== undefined; ) {
        const page = await get(path)
        yield await page.text()
        path = /^<\/v1\/cases(\/[^>]+)>; rel="next"$/.exec(page.headers.get("link") ?? "")?.[1]
      }
    },
  }
}

function followed(response: Response): Response {
  if (response.ok) return response
  throw new Error(`The link to a document was answered with ${response.status}`)
}

/** Signed requests of a party. A POST carries an idempotency key of its own. */
function requestsOf(apiUrl: string, partyId: string, sign: PartySigner) {
  let commands = 0
  const ask = async (path: string, request: { method: string; headers?: object; body?: string }): Promise<Response> => {
    const authorization = `Bearer ${await sign(partyId)}`
    const headers = { authorization, ...request.headers }
    const response = await fetch(`${apiUrl}/v1/cases${path}`, { ...request, headers })
    if (response.ok) return response
    throw await refusalOf(`${request.method} ${path.split("?")[0]}`, response)
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
