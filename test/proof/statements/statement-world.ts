import * as z from "zod"
import { type LoggedLeaf, loggedLeaf } from "../../../shared/base/contracts/logged-disclosure.ts"
import { statementMade } from "../../../shared/base/contracts/statement-made.ts"
import { HttpProblem } from "../../../shared/base/platform/http-problem.ts"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { makeStatements } from "../../../shared/proof/statements/make-statements.ts"
import { statementRoutes } from "../../../shared/proof/statements/statement-routes.ts"
import { type VerifiedStatement, verifyStatement } from "../../../shared/proof/statements/verify-statement.ts"
import { makeNoteFindings } from "../../../shared/watch/alerts/sent-findings.ts"
import type { Disclosure } from "../../../shared/watch/lookups/ledger/disclosure.ts"
import { makeLogDisclosures } from "../../../shared/watch/lookups/log/log-disclosures.ts"
import { loggedRow } from "../../../shared/watch/lookups/log/log-rows.ts"
import { checkedPipeline } from "../../base/platform/checked-pipeline.ts"
import { testSigner } from "../../base/platform/signing/test-signer.ts"
import { breachWorld } from "../../desk/breach-world.ts"
import { memorySentFindings } from "../../desk/memory-stores.ts"
import type { Interrupt } from "../../dynamo/memory-dynamo.ts"
import { recordedTelemetry } from "../../parties/test-parties.ts"
import { memoryDisclosureLog } from "../../watch/lookups/memory-stores.ts"
import { memoryStatements } from "./memory-stores.ts"

/** A breach desk in memory that makes statements. It begins in the afternoon of 1 November 2026. */
export async function statementWorld(options: { parties?: Party[]; isCounted?: boolean } = {}) {
  let watching: Interrupt = async () => {}
  const interrupt: Interrupt = (point) => watching(point)
  const world = breachWorld({ ...options, interrupt })
  const { disclosures, disclosureLog: log, hashes, clock, desk, signer, streams, directory: parties, exchange } = world
  const statements = memoryStatements(interrupt)
  const findings = memorySentFindings(interrupt)
  const telemetry = recordedTelemetry()
  const { publisher } = exchange
  const logAll = makeLogDisclosures({ disclosures, log, hashes, clock })
  const tools = { findings, streams, parties, hashes, signer, publisher, clock, telemetry, cases: desk.cases }
  const make = makeStatements({ ...tools, log, statements })
  const keys = await testSigner.all()
  const pins = keys.keys.map(({ kid }) => kid)
  const verified = (jws: string): VerifiedStatement => {
    const check = verifyStatement(jws, keys, pins)
    if (!check.ok) throw new Error(check.refusal)
    return check
  }
  const handler = checkedPipeline({
    routes: statementRoutes({ statements, log, hashes }),
    authenticate: async (authorization) => {
      const party = parties.named(authorization ?? "")
      if (party === undefined) throw new HttpProblem("unauthenticated")
      return { party, tokenId: "t-1" }
    },
    telemetry: silentTelemetry,
    clock,
  })
  return {
    ...world,
    log,
    statements,
    findings,
    telemetry,
    keys,
    pins,
    verified,
    make,
    logAll,
    noteFindings: makeNoteFindings({ findings, clock }),
    onEffect(watcher: Interrupt): void {
      watching = watcher
    },
    /** The ledger takes these disclosures, and the log of the day too. */
    async disclose(...items: Disclosure[]): Promise<void> {
      for (const item of items) await disclosures.append(item)
      await logAll(items)
    },
    /** It is this instant. */
    setTime(at: string): void {
      world.passSeconds((Date.parse(at) - clock().getTime()) / 1_000)
    },
    /** Makes statements after a restore that lost those that were there, and the days that were closed. */
    async makeAnew(): Promise<VerifiedStatement[]> {
      const [restored, without] = [memoryDisclosureLog(), memoryStatements()]
      await restored.log(log.rows().flatMap((row) => loggedRow.safeParse(row).data ?? []))
      await makeStatements({ ...tools, log: restored, statements: without })()
      return without.rows().map((row) => verified(row.statement))
    },
    /** All statements that a party was told of, in their order. */
    told: (party: string) => exchange.published(statementMade, party).map(({ data }) => verified(data.statement)),
    /** A call of the API. */
    async get(party: string, path: string): Promise<{ status: number; body: unknown }> {
      const [rawPath = "", rawQueryString = ""] = path.split("?")
      const answer = await handler({
        rawPath,
        rawQueryString,
        headers: { authorization: party },
        requestContext: { requestId: "r-1", http: { method: "GET", sourceIp: "127.0.0.1" } },
      })
      return { status: answer.statusCode, body: JSON.parse(answer.body) }
    },
    /** All leaves of a day, from all pages. */
    async leaves(party: string, day: string, limit = 500): Promise<LoggedLeaf[]> {
      const found: LoggedLeaf[] = []
      for (let after = ""; ; ) {
        const { body } = await this.get(party, `/v1/statements/${day}/leaves?limit=${limit}${after}`)
        const { leaves, next } = leavesPage.parse(body)
        found.push(...leaves)
        if (next === undefined) return found
        after = `&after=${next}`
      }
    },
  }
}

const leavesPage = z.object({ leaves: z.array(loggedLeaf), next: z.int().optional() })
