import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import type { Clock } from "../../base/platform/clock.ts"
import type { TableName } from "../../base/platform/resource-variables.ts"
import { dynamoBreachCases } from "../../desk/cases/dynamo-breach-cases.ts"
import type { Party } from "../../parties/party.ts"
import { dynamoSettings } from "../../parties/settings/dynamo-settings.ts"
import type { AwsConnection } from "./aws-connection.ts"
import { countCases } from "./count-cases.ts"
import { countAnswered } from "./load-answered.ts"
import { readAlarms, readContacts, readQueues } from "./load-facts.ts"
import { readLookups } from "./load-lookups.ts"
import { countRestrictions } from "./load-restrictions.ts"
import { countGivenUp, readLags, readRules, readSchedules } from "./load-triggers.ts"
import type { StageSource } from "./stage-now.ts"

/** What the facts of a stage are read with. */
export type StageReading = {
  readonly connection: AwsConnection
  readonly stage: StageSource["stage"]
  /** A table of the stage; undefined for one that it leaves out. */
  readonly tableOf: (name: TableName) => { readonly client: DynamoDBClient; readonly tableName: string } | undefined
  readonly parties: () => AsyncIterable<Party>
  readonly clock: Clock
}

/** Reads the facts of a stage from AWS. What needs a table that the stage leaves out is absent. */
export function stageSource({ connection, stage, tableOf, parties, clock }: StageReading): StageSource {
  const [cases, invited] = [tableOf("BreachCases"), tableOf("InvitedParties")]
  return {
    stage,
    queues: (found) => readQueues(connection, found),
    triggers: async (found) => (await Promise.all([readLags(connection, found), readRules(connection, found)])).flat(),
    schedules: (found, now) => readSchedules(connection, found, now),
    givenUp: (found) => countGivenUp(connection, found),
    alarms: (found) => readAlarms(connection, found),
    contacts: (found) => readContacts(connection, found),
    lookups: (found) => readLookups(connection, found, clock()),
    restrictions: (now) => countRestrictions(required(tableOf("Restrictions")), now),
    cases: cases && ((now) => countCases(dynamoBreachCases(cases), now)),
    answered: invited && (() => countAnswered(invited.client, invited.tableName)),
    async parties() {
      const { readPartyFacts } = await import("./load-parties.ts")
      const [drills, webhookDeliveries] = [required(tableOf("Drills")), required(tableOf("WebhookDeliveries"))]
      return readPartyFacts({ parties, drills, webhookDeliveries, now: clock() })
    },
    settings: () => dynamoSettings(required(tableOf("Settings"))).all(),
  }
}

/** @throws Error if a stage lacks what every complete stage has */
function required<Found>(found: Found | undefined): Found {
  if (found === undefined) throw new Error("The stage lacks a table")
  return found
}
