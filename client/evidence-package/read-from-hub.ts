import { setTimeout as pause } from "node:timers/promises"
import * as z from "zod"
import { ownString } from "../../shared/base/contracts/bounded-string.ts"
import type { DocumentLanguage } from "../../shared/base/contracts/words.ts"
import type { Api } from "../api/connect-api.ts"
import { CommandStopped } from "../command-line/command-stopped.ts"
import type { PackageParts } from "./build-package.ts"

/** How the hub is asked. */
export type HubReader = {
  readonly api: Pick<Api, "GET" | "POST">
  /** Reads a link that an answer of the hub gave. It holds its own permission. */
  readonly fetchLink: (url: string) => Promise<Response>
  /** Says what is being read. */
  readonly onStep: (step: string) => void
  /** Waits for so many milliseconds. */
  readonly wait?: (milliseconds: number) => Promise<unknown>
}

const problem = z.looseObject({ title: ownString(), detail: ownString().optional() })
const exposuresPage = z.object({
  exposures: z.array(z.unknown()),
  salt: ownString().optional(),
  next: ownString().optional(),
})
const evidencePage = z.object({
  evidence: z.array(
    z.object({ evidenceId: ownString(), name: ownString(), link: z.object({ url: ownString() }).optional() }),
  ),
  next: ownString().optional(),
})
const caseOpened = z.object({ openedAt: ownString() })
const seenFirst = z.object({ firstExposureAt: ownString() })
const statementsPage = z.object({
  statements: z.array(z.object({ day: ownString(), statement: ownString() })),
  next: ownString().optional(),
})
const asked = z.object({ documentId: ownString() })
const progress = z.object({ state: ownString(), link: z.object({ url: ownString() }).optional() })

/** Times that the hub is asked whether the dossier is drawn: two minutes, at a pause of two seconds. */
const [mostAsked, pauseMilliseconds] = [60, 2_000]

/** A page has so many shipments, or statements, at most. */
const [shipmentsOnPage, statementsOnPage] = [500, 20]

/**
 * Reads a party's side of a case. The dossier comes last, so that its timeline has the digest of the list of shipments,
 * and every head of the statements.
 *
 * @param isStated whether to read the hub's daily statements too, from the first exposure on
 * @throws CommandStopped when the hub does not answer, or refuses
 */
export async function readFromHub(
  reader: HubReader,
  caseAlias: string,
  { language, isStated }: { language: DocumentLanguage; isStated: boolean },
): Promise<PackageParts> {
  const { api, onStep } = reader
  onStep("Reading the list of shipments")
  const exposures = await readExposures(api, caseAlias)
  onStep("Reading files of evidence")
  const evidence = await readEvidence(reader, caseAlias)
  onStep("Reading statements")
  const statements = isStated ? { statements: await readStatements(api, caseAlias, exposures.list) } : {}
  onStep("Waiting for the dossier")
  const dossier = await readDossier(reader, caseAlias, language)
  const keys = await answered(api.GET("/v1/signing-keys"), z.unknown())
  return { dossier, keys: `${JSON.stringify(keys, null, 2)}\n`, exposures, evidence, ...statements }
}

async function readExposures(api: HubReader["api"], caseAlias: string) {
  const list: unknown[] = []
  let salt: string | undefined
  let after: string | undefined
  do {
    const query = { limit: shipmentsOnPage, format: "json" as const, ...(after === undefined ? {} : { after }) }
    const params = { path: { caseAlias }, query }
    const page = await answered(api.GET("/v1/cases/{caseAlias}/exposures", { params }), exposuresPage)
    list.push(...page.exposures)
    salt = page.salt
    after = page.next
  } while (after !== undefined)
  return { list, salt }
}

/** ISO instants sort as text. */
const earliest = (times: readonly string[]): string => times.toSorted()[0] ?? ""

/** Statements of all days since the first exposure, or since the case was opened if that was earlier. */
async function readStatements(api: HubReader["api"], caseAlias: string, exposures: readonly unknown[]) {
  const params = { path: { caseAlias } }
  const { openedAt } = await answered(api.GET("/v1/cases/{caseAlias}", { params }), caseOpened)
  const times = exposures.flatMap((one) => seenFirst.safeParse(one).data?.firstExposureAt ?? [])
  const firstDay = earliest([openedAt, ...times]).slice(0, "2026-11-01".length)
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  let after: string | undefined
  do {
    const query = { limit: statementsOnPage, ...(after === undefined ? {} : { after }) }
    const page = await answered(api.GET("/v1/statements", { params: { query } }), statementsPage)
    for (const { day, statement } of page.statements)
      if (day >= firstDay) files.set(`${day}.jws`, new TextEncoder().encode(statement))
    after = page.next !== undefined && page.next > firstDay ? page.next : undefined
  } while (after !== undefined)
  return files
}

async function readEvidence({ api, fetchLink }: HubReader, caseAlias: string) {
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  let after: string | undefined
  do {
    const params = { path: { caseAlias }, query: after === undefined ? {} : { after } }
    const page = await answered(api.GET("/v1/cases/{caseAlias}/evidence", { params }), evidencePage)
    for (const { evidenceId, name, link } of page.evidence) {
      if (link === undefined) continue
      const ending = /\.[A-Za-z0-9]{1,5}$/.exec(name)?.[0].toLowerCase() ?? ""
      files.set(`${evidenceId}${ending}`, new Uint8Array(await (await linked(fetchLink(link.url))).arrayBuffer()))
    }
    after = page.next
  } while (after !== undefined)
  return files
}

async function readDossier(
  { api, fetchLink, wait = pause }: HubReader,
  caseAlias: string,
  language: DocumentLanguage,
): Promise<string> {
  const body = { format: "json", language } as const
  const path = "/v1/cases/{caseAlias}/documents"
  const { documentId } = await answered(api.POST(path, { params: { path: { caseAlias } }, body }), asked)
  for (let attempt = 0; attempt < mostAsked; attempt += 1) {
    const params = { path: { caseAlias, documentId } }
    const { state, link } = await answered(api.GET(`${path}/{documentId}`, { params }), progress)
    if (link !== undefined) return await (await linked(fetchLink(link.url))).text()
    if (state === "failed") break
    await wait(pauseMilliseconds)
  }
  throw new CommandStopped("noAnswer", "The hub did not draw the dossier. Run the command again later.")
}

type Answered = { readonly data?: unknown; readonly error?: unknown; readonly response: Response }

async function answered<T>(call: Promise<Answered>, schema: z.ZodType<T>): Promise<T> {
  const { data, error, response } = await call.catch(() => {
    throw new CommandStopped("noAnswer", "The hub gave no answer. Check the network and the address.")
  })
  if (response.ok) return schema.parse(data)
  const { title, detail } = problem.catch({ title: "no reason given" }).parse(error)
  const said = [title, detail].filter((part) => part !== undefined).join(". ")
  throw new CommandStopped("noAnswer", `The hub answered ${response.status}: ${said}`)
}

async function linked(call: Promise<Response>): Promise<Response> {
  const response = await call.catch(() => undefined)
  if (response?.ok === true) return response
  throw new CommandStopped("noAnswer", "A link of the hub could not be read. Run the command again.")
}
