import { ownString } from "../../base/contracts/bounded-string.ts"
import { deployedKeyedHash } from "../../base/keyed-hash/deployed-keyed-hash.ts"
import { systemClock } from "../../base/platform/clock.ts"
import { deployedResource, isDeployed, isLeftOut } from "../../base/platform/deployed-resources.ts"
import { deployedTable } from "../../base/platform/deployed-table.ts"
import { readEnvironment } from "../../base/platform/environment.ts"
import { functionSettings } from "../../base/platform/function-settings.ts"
import { secureRandomBytes as random } from "../../base/platform/random-id.ts"
import { operatorsVariable, stacksVariable } from "../../base/platform/resource-variables.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import { dynamoBreachCases } from "../../desk/cases/dynamo-breach-cases.ts"
import { dynamoSettings } from "../../parties/settings/dynamo-settings.ts"
import { deployedIdentityProvider, deployedOrigin } from "../sign-in/deployed-sign-in.ts"
import type { AwsConnection } from "./aws-connection.ts"
import { countCases } from "./count-cases.ts"
import { dynamoOperatorSessions } from "./dynamo-operator-sessions.ts"
import { countAnswered } from "./load-answered.ts"
import { listedMappings, readAlarms, readConsumers, readContacts, readQueues } from "./load-facts.ts"
import { readLookups } from "./load-lookups.ts"
import { countRestrictions } from "./load-restrictions.ts"
import { readDeployedStage } from "./load-stage.ts"
import type { OperatorRouteTools } from "./operator-routes.ts"
import { operatorSettings } from "./operator-settings.ts"
import type { StageSource } from "./stage-now.ts"
import type { DeployedStage } from "./stage-resources.ts"

const json = ownString().transform((text): unknown => JSON.parse(text))

const settings = functionSettings.extend({
  AWS_REGION: ownString(),
  [operatorsVariable]: json.pipe(operatorSettings),
  [stacksVariable]: ownString().transform((names) => names.split(",")),
})

/** The function has 29 seconds. A part that takes longer is left out of the page. */
const partMilliseconds = 20_000
/** A person waits, so a request ends before long. */
const requestHandler = { connectionTimeout: 3_000, requestTimeout: 8_000 }
/** What is deployed changes seldom, and reading it takes many requests. */
const knownMilliseconds = 120_000

/** The operator's page of this deployment. */
export async function deployedOperations(telemetry: Telemetry): Promise<OperatorRouteTools> {
  const { STAGE: stage, AWS_REGION: region, OPERATORS: operators, STACKS: stacks } = readEnvironment(settings)
  const hashes = await deployedKeyedHash()
  return {
    settings: operators,
    sessions: dynamoOperatorSessions(deployedTable("Sessions")),
    operatorIdOf: (...parts) => hashes.lastingHash("operator", ...parts),
    sign: (text) => hashes.hash("operator-sign-in", text),
    signatures: (text) => hashes.hashes("operator-sign-in", text),
    provider: deployedIdentityProvider(),
    originOf: deployedOrigin(),
    source: deployedSource({ region, maxAttempts: 2, requestHandler }, { stage, stacks }),
    place: {
      stage,
      documentationUrl: isDeployed("documentationUrl") ? deployedResource("documentationUrl") : undefined,
    },
    random,
    telemetry,
    clock: systemClock,
  }
}

function deployedSource(
  connection: AwsConnection,
  { stage: name, stacks }: { readonly stage: string; readonly stacks: readonly string[] },
): StageSource {
  return {
    stage: knownFor(knownMilliseconds, () => inTime(readDeployedStage(connection, name, stacks))),
    queues: (stage) => inTime(readQueues(connection, stage)),
    consumers: (stage) => inTime(readConsumers(connection, stage, listedMappings)),
    alarms: (stage) => inTime(readAlarms(connection, stage)),
    contacts: (stage) => inTime(readContacts(connection, stage)),
    lookups: (stage) => inTime(readLookups(connection, stage, systemClock())),
    restrictions: (now) => inTime(countRestrictions(deployedTable("Restrictions"), now)),
    ...(isLeftOut("desk")
      ? {}
      : { cases: (now) => inTime(countCases(dynamoBreachCases(deployedTable("BreachCases")), now)) }),
    ...(isLeftOut("invitedParties") ? {} : { answered: () => inTime(answeredInvitations()) }),
    settings: () => inTime(dynamoSettings(deployedTable("Settings")).all()),
  }
}

function answeredInvitations(): Promise<number> {
  const { client, tableName } = deployedTable("InvitedParties")
  return countAnswered(client, tableName)
}

/** A part of the page took too long. */
class PartLate extends Error {
  override readonly name = "PartLate"
}

/** @throws PartLate if something takes too long */
async function inTime<T>(asked: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new PartLate("A part took too long")), partMilliseconds)
  try {
    return await Promise.race([asked, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** Asks again only after a while, or after a failure. */
function knownFor(milliseconds: number, ask: () => Promise<DeployedStage>): () => Promise<DeployedStage> {
  let known: { readonly until: number; readonly found: Promise<DeployedStage> } | undefined
  return async () => {
    const now = systemClock().getTime()
    if (known === undefined || now >= known.until) known = { until: now + milliseconds, found: ask() }
    try {
      return await known.found
    } catch (error) {
      known = undefined
      throw error
    }
  }
}
