import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals"
import { connectTo } from "../../infra/cli/deployed-stage/aws-connection.ts"
import { runPreflight } from "../../infra/cli/preflight/run-preflight.ts"
import { runSettings } from "../../infra/cli/settings/run-settings.ts"
import { runStatus } from "../../infra/cli/status/run-status.ts"
import { emulatorCredentials } from "../../infra/local/emulator/emulator-environment.ts"
import { whenQueuesAreEmpty } from "../../infra/local/replay/publish.ts"
import { localSignIn } from "../../infra/local/sign-in/local-people.ts"
import { readPartiesFile } from "../../infra/stages/read-parties.ts"
import { readStage, stagesFolder } from "../../infra/stages/read-stage.ts"
import { shopEntriesContractOnDynamo } from "../adapters/shop-entries.dynamo.ts"
import { breachCasesContractOnDynamo } from "../breach-desk/cases/breach-cases.dynamo.ts"
import { documentFilesContractOnS3 } from "../breach-desk/documents/document-files.s3.ts"
import { evidenceFilesContractOnS3 } from "../breach-desk/documents/evidence-files.s3.ts"
import { requestedDocumentsContractOnDynamo } from "../breach-desk/documents/requested-documents.dynamo.ts"
import { rawValuesOf } from "../builders/parcels.ts"
import { dynamoContractOnDynamo } from "../dynamo/dynamo.dynamo.ts"
import { accessStoreContractsOnDynamo } from "../lookups/access-stores.dynamo.ts"
import { reportStreamsContractOnDynamo } from "../lookups/reporting/report-streams.dynamo.ts"
import { profileSchemeOnDynamo } from "../lookups/watch/profile-scheme.dynamo.ts"
import { drillsContractOnDynamo } from "../parties/drills/drills.dynamo.ts"
import { invitedPartiesContractOnDynamo } from "../parties/invitations/invited-parties.dynamo.ts"
import { sessionsContractOnDynamo } from "../parties/sessions/sessions.dynamo.ts"
import { settingsContractOnDynamo } from "../parties/settings/settings.dynamo.ts"
import { webhookDeliveriesContractOnDynamo } from "../parties/webhooks/webhook-deliveries.dynamo.ts"
import { type HostileProvider, startHostileProvider } from "../sign-in/hostile-provider.ts"
import { statementContractsOnDynamo } from "../statements/statements.dynamo.ts"
import { gateStoreContractsOnAws } from "../tracking/gate-stores.dynamo.ts"
import { breachSuite } from "./breach-suite.ts"
import { firstEventsSuite } from "./first-events-suite.ts"
import { gateSuite } from "./gate-suite.ts"
import { invitationsSuite } from "./invitations-suite.ts"
import { invitedPartySuite } from "./invited-party-suite.ts"
import { keptMailsSuite } from "./kept-mails-suite.ts"
import { type LocalExchange, startLocalExchange } from "./local-exchange.ts"
import { lookupsSuite } from "./lookups-suite.ts"
import { mistakesSuite } from "./mistakes-suite.ts"
import { operatorSuite } from "./operator-suite.ts"
import { type Senders, senders } from "./senders.ts"
import { settingsSuite } from "./settings-suite.ts"
import { shopSuite } from "./shop-suite.ts"
import { signInSuite } from "./sign-in-suite.ts"
import { statementsSuite } from "./statements-suite.ts"

let hostile: HostileProvider
let local: LocalExchange
let sender: Senders
const send = (): Senders => sender
const exchange = (): LocalExchange => local

/** Longer than any of these tests waits for empty queues and for events to arrive. */
jest.setTimeout(120_000)

beforeAll(async () => {
  hostile = await startHostileProvider()
  local = await startLocalExchange({ changes: { northpost: { signIn: localSignIn(hostile.issuer, "northpost") } } })
  sender = senders(exchange)
}, 240_000)

afterAll(async () => {
  await local?.stop()
  await hostile?.stop()
}, 30_000)

gateSuite(exchange, send)
lookupsSuite(exchange, send)
breachSuite(exchange, send)
statementsSuite(exchange, send)
settingsSuite(exchange)
signInSuite(exchange, () => hostile)
operatorSuite(exchange)
shopSuite(exchange, send)
invitationsSuite(exchange)
invitedPartySuite(exchange, send)
firstEventsSuite(exchange, send)
mistakesSuite(exchange, send)
keptMailsSuite(exchange)

describe("behind the redaction gate", () => {
  it("no raw value is in a table, a party's queue or a log", async () => {
    await whenQueuesAreEmpty(local.exchange, 60)
    const tables = await Promise.all(tableNames().map(async (name) => [name, await local.exchange.rows(name)] as const))
    const places: [string, string][] = [
      ...tables.flatMap(([name, rows]) => rows.map((row): [string, string] => [name, searchable(row)])),
      ...["leafline", "maplebooks", "northpost"].flatMap((party) =>
        local.inbox(party).map(({ body }): [string, string] => [`queue of ${party}`, body]),
      ),
      ...(await local.logLines()).map((line): [string, string] => ["log", line]),
    ]
    // Addresses, sessions and accounts of all visitors.
    const visitors = ["192.0.2.", "198.51.100.", "e2e-session-", "account-"]
    const people = local.people.flatMap(({ name, subject }) => [name, subject])
    const raw = [...send().parcels.flatMap(rawValuesOf), ...visitors, ...people]
    const found = places.flatMap(([place, text]) =>
      raw.filter((value) => text.includes(value)).map((value) => [place, value]),
    )
    expect(found).toEqual([])
    for (const place of [
      "TrackingRecords",
      "SealingKeys",
      "Sessions",
      "queue of leafline",
      "queue of northpost",
      "log",
    ]) {
      expect(places.filter(([where]) => where === place).length).toBeGreaterThan(0)
    }
  })

  it("no valid event became a dead letter", async () => {
    const dead = local.exchange.gateQueues.filter(({ isDeadLetters }) => isDeadLetters)
    const depths = await Promise.all(
      dead.map(async ({ name, url }) => [name, await local.exchange.depth(url)] as const),
    )
    expect(depths.filter(([, depth]) => depth > 0)).toEqual([])
    expect(dead.length).toBeGreaterThan(0)
  })

  it("no invocation of a function failed", async () => {
    const failed = (await local.logLines()).filter((line) => line.includes("The invocation failed"))
    expect(failed).toEqual([])
  })

  const tableNames = () =>
    [
      "TrackingRecords",
      "Disclosures",
      "AccessProfiles",
      "Anomalies",
      "AnnouncedWalkers",
      "Restrictions",
      "DecisionNotes",
      "ChallengeFailures",
      "RetailerProfiles",
      "RetailerVolumes",
      "BreachCases",
      "SealingKeys",
      "RequestedDocuments",
      "Settings",
      "InvitedParties",
      "ShopEntries",
      "Sessions",
    ] as const
  const searchable = (row: unknown): string =>
    JSON.stringify(row, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value instanceof Set ? [...value] : value,
    )
})

describe("the commands of operators", () => {
  const place = () => connectTo("ca-central-1", local.exchange.endpoint.url)

  beforeAll(() => {
    process.env["AWS_ACCESS_KEY_ID"] = emulatorCredentials.accessKeyId
    process.env["AWS_SECRET_ACCESS_KEY"] = emulatorCredentials.secretAccessKey
  })

  it("show the deployed stage, with the counts of its cases", async () => {
    const found = await runStatus({ stage: "local", connection: place(), onStep: () => {} })
    expect(found.filter(({ state }) => state === "unknown")).toEqual([])
    const states = Object.fromEntries(found.map(({ check, state }) => [check, state]))
    expect(states).toMatchObject({ stacks: "ok", buses: "ok", "dead letters": "ok", streams: "ok" })
    const desk = found.find(({ check }) => check === "breach desk")
    expect(desk?.text).toMatch(/^[1-9]\d* open cases?, [1-9]\d* open dut/)
  })

  it("let a party's setting follow the parties file again", async () => {
    const { url: endpoint } = local.exchange.endpoint
    const options = { stage: "local", stages: stagesFolder, endpoint, followFile: "escalationEmails" }
    const { data } = await runSettings({ options, args: ["northpost"], onStep: () => {} })
    expect(data).toMatchObject({
      version: 2,
      changed: [],
      history: [{ by: { party: "hub" } }, { by: { party: "northpost" } }],
    })
  })

  it("find nothing in the way of deploying it again", async () => {
    const stage = readStage("local")
    const parties = readPartiesFile(stage.partiesPath, stage.settings)
    const found = await runPreflight({ stage, parties, connection: place(), onStep: () => {} })
    expect(found.filter(({ state }) => state === "toDo")).toEqual([])
    expect(found).toContainEqual(expect.objectContaining({ check: "stacks", text: expect.stringMatching(/^deployed/) }))
    expect(found).toContainEqual(expect.objectContaining({ check: "bootstrap", state: "ok" }))
  })
})

describe("with tables of the emulator", () => {
  dynamoContractOnDynamo(() => local.exchange.dynamo, "contract")
  accessStoreContractsOnDynamo(() => local.exchange.dynamo, "contract")
  gateStoreContractsOnAws(() => ({ dynamo: local.exchange.dynamo, kms: local.kms }), "contract")
  breachCasesContractOnDynamo(() => local.exchange.dynamo, "contract")
  requestedDocumentsContractOnDynamo(() => local.exchange.dynamo, "contract")
  sessionsContractOnDynamo(() => local.exchange.dynamo, "contract")
  settingsContractOnDynamo(() => local.exchange.dynamo, "contract")
  invitedPartiesContractOnDynamo(() => local.exchange.dynamo, "contract")
  drillsContractOnDynamo(() => local.exchange.dynamo, "contract")
  reportStreamsContractOnDynamo(() => local.exchange.dynamo, "contract")
  statementContractsOnDynamo(() => local.exchange.dynamo, "contract")
  webhookDeliveriesContractOnDynamo(() => local.exchange.dynamo, "contract")
  shopEntriesContractOnDynamo(() => local.exchange.dynamo, "contract")
  documentFilesContractOnS3(() => ({ s3: local.s3, kms: local.kms }), "contract")
  evidenceFilesContractOnS3(() => ({ s3: local.s3, kms: local.kms }), "contract")
  profileSchemeOnDynamo(() => local.exchange.dynamo, "contract")
})
