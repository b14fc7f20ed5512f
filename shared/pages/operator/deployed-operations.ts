import { ownString } from "../../base/contracts/bounded-string.ts"
import { deployedKeyedHash } from "../../base/keyed-hash/deployed-keyed-hash.ts"
import { systemClock } from "../../base/platform/clock.ts"
import { deployedResource, isDeployed, isLeftOut } from "../../base/platform/deployed-resources.ts"
import { deployedTable } from "../../base/platform/deployed-table.ts"
import { readEnvironment } from "../../base/platform/environment.ts"
import { functionSettings } from "../../base/platform/function-settings.ts"
import { secureRandomBytes as random } from "../../base/platform/random-id.ts"
import {
  type OptionalPart,
  operatorsVariable,
  stacksVariable,
  type TableName,
} from "../../base/platform/resource-variables.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import { deployedIdentityProvider, deployedOrigin } from "../sign-in/deployed-sign-in.ts"
import type { AwsConnection } from "./aws-connection.ts"
import { dynamoOperatorSessions } from "./dynamo-operator-sessions.ts"
import { stageSource } from "./load-source.ts"
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

/** What a stage without a part has no table for. */
const tablesOfParts: { readonly [Name in TableName]?: OptionalPart } = {
  BreachCases: "desk",
  InvitedParties: "invitedParties",
}

function deployedSource(
  connection: AwsConnection,
  { stage: name, stacks }: { readonly stage: string; readonly stacks: readonly string[] },
): StageSource {
  return stageSource({
    connection,
    stage: knownFor(knownMilliseconds, () => readDeployedStage(connection, name, stacks)),
    tableOf(table) {
      const part = tablesOfParts[table]
      return part !== undefined && isLeftOut(part) ? undefined : deployedTable(table)
    },
    async *parties() {
      const { deployedCurrentParties } = await import("../../parties/deployed-parties.ts")
      yield* (await deployedCurrentParties()).each()
    },
    clock: systemClock,
  })
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
