import { afterAll, beforeAll, describe, jest } from "@jest/globals"
import { breachCasesContractOnDynamo } from "../desk/cases/breach-cases.dynamo.ts"
import { documentFilesContractOnS3 } from "../desk/documents/document-files.s3.ts"
import { evidenceFilesContractOnS3 } from "../desk/documents/evidence-files.s3.ts"
import { requestedDocumentsContractOnDynamo } from "../desk/documents/requested-documents.dynamo.ts"
import { dynamoContractOnDynamo } from "../dynamo/dynamo.dynamo.ts"
import { shopEntriesContractOnDynamo } from "../intake/adapters/shop-entries.dynamo.ts"
import { gateStoreContractsOnAws } from "../intake/tracking/gate-stores.dynamo.ts"
import { drillsContractOnDynamo } from "../parties/drills/drills.dynamo.ts"
import { invitedPartiesContractOnDynamo } from "../parties/invitations/invited-parties.dynamo.ts"
import { sessionsContractOnDynamo } from "../parties/sessions/sessions.dynamo.ts"
import { settingsContractOnDynamo } from "../parties/settings/settings.dynamo.ts"
import { webhookDeliveriesContractOnDynamo } from "../parties/webhooks/webhook-deliveries.dynamo.ts"
import { statementContractsOnDynamo } from "../proof/statements/statements.dynamo.ts"
import { accessStoreContractsOnDynamo } from "../watch/lookups/access-stores.dynamo.ts"
import { profileSchemeOnDynamo } from "../watch/lookups/recording/profile-scheme.dynamo.ts"
import { reportStreamsContractOnDynamo } from "../watch/lookups/reporting/report-streams.dynamo.ts"
import { breachSuite } from "./breach-suite.ts"
import { gateSuite } from "./gate-suite.ts"
import { lettersSuite, namedCarrier } from "./letters-suite.ts"
import { type LocalExchange, startLocalExchange } from "./local-exchange.ts"
import { lookupsSuite } from "./lookups-suite.ts"
import { mistakesSuite } from "./mistakes-suite.ts"
import { redactionSuite } from "./redaction-suite.ts"
import { type Senders, senders } from "./senders.ts"
import { statementsSuite } from "./statements-suite.ts"

/**
 * The main job on the local AWS, in one deployment: events in, lookups, an anomaly, alerts, a case with its letters,
 * statements, and nothing raw left behind. What is around it is in operations.test.ts.
 */
let local: LocalExchange
let sender: Senders
const send = (): Senders => sender
const exchange = (): LocalExchange => local

/** Longer than any of these tests waits for empty queues and for events to arrive. */
jest.setTimeout(120_000)

beforeAll(async () => {
  local = await startLocalExchange({ changes: { leafline: { counterparties: [namedCarrier] } } })
  sender = senders(exchange)
}, 600_000)

afterAll(() => local?.stop(), 30_000)

gateSuite(exchange, send)
lookupsSuite(exchange, send)
breachSuite(exchange, send)
lettersSuite(exchange, send)
statementsSuite(exchange, send)
mistakesSuite(exchange, send)
redactionSuite(exchange, send)

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
