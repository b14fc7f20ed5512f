import { deployment as recordAccess } from "../../functions/record-access/deployment.ts"
import { deployment as recordProgress } from "../../functions/record-progress/deployment.ts"
import { deployment as recordShipment } from "../../functions/record-shipment/deployment.ts"
import { deployment as runBreachDesk } from "../../functions/run-breach-desk/deployment.ts"
import { accessAnomalyDetected } from "../../shared/contracts/access-anomaly-detected.ts"
import { breachReported } from "../../shared/contracts/breach-reported.ts"
import type { EventContract } from "../../shared/contracts/define-event.ts"
import { hubAudience } from "../../shared/contracts/envelope.ts"
import { deskFunctions } from "./desk-functions.ts"
import type { Maker } from "./function-tools.ts"
import { gateFunctions } from "./gate-functions.ts"
import { lookupFunctions } from "./lookup-functions.ts"
import type { TableName } from "./stores.ts"

const makers = { ...gateFunctions, ...lookupFunctions, ...deskFunctions }

export type FunctionName = keyof typeof makers

/** The functions, each wired as its entry.ts wires it, over tables in memory. */
export const functionMakers: Readonly<Record<FunctionName, Maker>> = makers

/** Which events of the ingress bus go to which queue. */
export const ingressSubscriptions: readonly { name: FunctionName; contracts: readonly EventContract[] }[] = [
  { name: "record-shipment", contracts: recordShipment.consumes },
  { name: "record-progress", contracts: recordProgress.consumes },
  { name: "record-access", contracts: recordAccess.consumes },
  { name: "open-breach-case", contracts: [breachReported] },
  { name: "run-breach-desk", contracts: runBreachDesk.consumes },
]

/** Which events of the exchange bus the hub sends to itself. */
export const exchangeSubscriptions: readonly { name: FunctionName; pattern: object }[] = [
  { name: "open-breach-case", pattern: accessAnomalyDetected.pattern({ audience: hubAudience }) },
]

/** Which table's stream goes to which function. */
export const streamSubscriptions: readonly { name: FunctionName; table: TableName }[] = [
  { name: "relay-tracking", table: "trackingRecords" },
  { name: "claim-exposures", table: "trackingRecords" },
  { name: "raise-anomaly", table: "anomalies" },
  { name: "announce-restriction", table: "restrictions" },
  { name: "extend-exposures", table: "disclosures" },
  { name: "alert-parties", table: "breachCases" },
]
