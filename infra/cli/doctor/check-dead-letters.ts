import { setTimeout as pause } from "node:timers/promises"
import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch"
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs"
import { everyService, metricNamespace } from "../../../shared/base/platform/resource-variables.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { placedOfType } from "../deployed-stage/deployed-templates.ts"
import { alarmOf, type DeadLetters, deadLettersOf } from "../redrive/dead-letter-queues.ts"
import { noQueue } from "./check-shipments.ts"
import { creationEntry, type Examination, pairsOf } from "./examination.ts"
import { type Finding, finding } from "./finding.ts"
import { markedParcels } from "./marks.ts"

/** Names per call of DescribeAlarms. */
const alarmsPerCall = 100

/** What the check of alarms takes of an examination. */
type AlarmExamination = Pick<Examination, "onProgress"> & {
  readonly reached: Pick<Examination["reached"], "resources" | "connection"> & {
    readonly stage: { readonly settings: Pick<Examination["reached"]["stage"]["settings"], "alarms"> }
  }
}

/** Whether each dead-letter queue has an alarm that somebody hears. */
export async function checkAlarms({ reached, onProgress }: AlarmExamination): Promise<Finding> {
  onProgress("Alarms of dead-letter queues")
  const found = finding("Each dead-letter queue has an alarm")
  if (!reached.stage.settings.alarms) return found.notShown("alarms is false, so nobody is told of a dead letter")
  const { resources, connection } = reached
  const queues = placedOfType(resources, "AWS::SQS::Queue").filter(({ path }) => /DeadLetters(\/|$)/.test(path))
  const names = queues.flatMap((queue) => alarmOf(resources, queue)?.id ?? [])
  const cloudWatch = new CloudWatchClient(connection)
  try {
    let heard = 0
    for (let from = 0; from < names.length; from += alarmsPerCall) {
      const AlarmNames = names.slice(from, from + alarmsPerCall)
      const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames }))
      heard += MetricAlarms.filter(
        ({ ActionsEnabled, AlarmActions = [] }) => ActionsEnabled !== false && AlarmActions.length > 0,
      ).length
    }
    return heard === queues.length
      ? found.pass(`${heard} of ${queues.length} have one, with an action`)
      : found.fail(`Only ${heard} of ${queues.length} have one with an action. Deploy again`)
  } finally {
    cloudWatch.destroy()
  }
}

/** A message that no retry can handle becomes a dead letter with its first attempt. */
const poisonPatienceMilliseconds = 3 * 60_000
const pollMilliseconds = 1_000

/**
 * Whether a shipment of a false source is refused and its sender alerted, and whether a message that nobody sent
 * becomes a dead letter.
 *
 * @param mayRaiseAlarms without it nothing is sent that does
 */
export async function checkPoison(examination: Examination, mayRaiseAlarms: boolean): Promise<readonly Finding[]> {
  const { voices, reached, run, sentIds } = examination
  const foreign = finding("An event of a foreign source")
  const [pair] = pairsOf(reached.parties)
  const [parcel] = pair === undefined ? [] : markedParcels(`${run}x`, pair.retailer, { count: 1, firstNumber: 0 })
  if (pair === undefined || parcel === undefined) return []
  const mayPublish = reached.stage.settings.hubAccountMayPublish
  if (mayPublish && !mayRaiseAlarms)
    return [foreign.notShown("It raises alarms, and alerts the parties without an AWS account. Ask with --poison")]
  const entry = { ...creationEntry(examination, parcel, pair), Source: `wayseal.retailer.${run}` }
  const sent = await voices.put(entry)
  if ("refused" in sent) return [foreign.pass(`The bus accepts nothing from here: ${sent.refused}`)]
  if (!mayPublish)
    return [foreign.fail("The bus accepted it, although the hub's account may not publish. See the bus's policy")]
  sentIds.add(sent.eventBridgeId)
  return [
    await checkForeignSource(examination, { ...sent, carrier: pair.carrier, trackingNumber: parcel.trackingNumber }),
    await checkSpoofMetric(examination),
    await checkPoisonKept(examination),
  ]
}

/** The parties without an account send through the hub's, so each of them is alerted. */
async function checkForeignSource(
  { inbox, reached }: Examination,
  { eventBridgeId, carrier, trackingNumber }: { eventBridgeId: string; carrier: Party; trackingNumber: string },
): Promise<Finding> {
  const foreign = finding("An event of a foreign source")
  const alerted = reached.parties.filter(({ account }) => account === undefined)
  const startedAt = Date.now()
  for (const party of alerted) {
    if (!(await inbox.isReadable(party.id))) continue
    const rejection = await inbox.received(
      party.id,
      ({ detailType, data }) => detailType === "EventRejected" && data["eventBridgeId"] === eventBridgeId,
    )
    if (rejection === undefined) return foreign.fail(`${party.id} received no EventRejected within a minute`)
  }
  const seconds = Math.round((Date.now() - startedAt) / 1000)
  if (!(await inbox.isReadable(carrier.id))) return foreign.notShown(noQueue(carrier))
  return inbox.of(carrier.id).some(({ data }) => data["trackingNumber"] === trackingNumber)
    ? foreign.fail(`${carrier.id} received it`)
    : foreign.pass(`${carrier.id} did not receive it, and the parties were alerted after ${seconds} seconds`)
}

/** Puts a message that is no event into a queue, as only a fault of the hub could. */
async function checkPoisonKept(examination: Examination): Promise<Finding> {
  const { reached, run, onProgress } = examination
  const dead = finding("A poisoned message reaches its dead-letter queue")
  const queue = deadLettersOf(reached.stage.name, reached.resources).find(
    ({ name }) => name === "record-shipment-events",
  )
  if (queue === undefined || queue.redrive.to !== "queue") return dead.fail("There is no queue record-shipment-events")
  onProgress("A poisoned message")
  const sqs = new SQSClient(reached.connection)
  const poison = new SendMessageCommand({ QueueUrl: queue.redrive.queueUrl, MessageBody: `{"poison":"${run}"}` })
  await sqs.send(poison).finally(() => sqs.destroy())
  const seconds = await takeFrom(examination, queue)
  return seconds === undefined
    ? dead.fail("It is not there after three minutes")
    : dead.pass(`It was there after ${seconds} seconds, and was removed`)
}

/** Waits for the marked message and deletes it. Other messages are given back. Returns the seconds it took. */
async function takeFrom(
  { reached, run }: Examination,
  { queueUrl: QueueUrl }: DeadLetters,
): Promise<number | undefined> {
  const sqs = new SQSClient(reached.connection)
  const startedAt = Date.now()
  try {
    for (; Date.now() - startedAt < poisonPatienceMilliseconds; await pause(pollMilliseconds)) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 30 }),
      )
      const ours = Messages.find(({ Body = "" }) => Body.includes(run))
      for (const { ReceiptHandle } of Messages.filter((each) => each !== ours))
        await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }))
      if (ours === undefined) continue
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: ours.ReceiptHandle }))
      return Math.round((Date.now() - startedAt) / 1000)
    }
    return undefined
  } finally {
    sqs.destroy()
  }
}

async function checkSpoofMetric({ reached, startedAt }: Examination): Promise<Finding> {
  const found = finding("SpoofedEvent is counted")
  if (reached.isLocal) return found.notShown("The local AWS makes no metrics of log lines")
  const cloudWatch = new CloudWatchClient(reached.connection)
  try {
    const { MetricDataResults = [] } = await cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: startedAt,
        EndTime: new Date(),
        MetricDataQueries: [
          {
            Id: "spoofed",
            MetricStat: {
              Metric: {
                Namespace: metricNamespace,
                MetricName: "SpoofedEvent",
                Dimensions: [
                  { Name: "service", Value: everyService },
                  { Name: "stage", Value: reached.stage.name },
                ],
              },
              Period: 60,
              Stat: "Sum",
            },
          },
        ],
      }),
    )
    const sum = (MetricDataResults[0]?.Values ?? []).reduce((total, value) => total + value, 0)
    return sum > 0 ? found.pass(`Counted ${sum} times`) : found.fail("It was not counted")
  } finally {
    cloudWatch.destroy()
  }
}
