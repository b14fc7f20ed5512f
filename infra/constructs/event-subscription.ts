import { Duration, Stack } from "aws-cdk-lib"
import { CfnRule } from "aws-cdk-lib/aws-events"
import { EventSourceMapping } from "aws-cdk-lib/aws-lambda"
import { Construct } from "constructs"
import type { QueueIntake } from "../../functions/deployment.ts"
import { resourceVariables } from "../../shared/base/platform/resource-variables.ts"
import type { PartyOfEvent } from "../event-patterns.ts"
import { retryForOneDay } from "./dead-letter-queue.ts"
import type { ExchangeFunction } from "./exchange-function.ts"
import { WorkQueue, type WorkQueueProps } from "./work-queue.ts"

/** The pattern of a rule of one bus. */
export interface BusPattern {
  /** Construct id of the rule, within the subscription. */
  readonly id: string
  /** The name of the bus, known when it is synthesised. */
  readonly bus: string
  readonly pattern: object
  /**
   * Where in an event its party is. Messages of one party are a group, and SQS lets no group that takes more than its
   * share delay the others. A message without a group is one of its own.
   */
  readonly party?: PartyOfEvent
}

/** The handler may decrypt with the key. */
export interface EventSubscriptionProps
  extends Pick<WorkQueueProps, "encryptionKey" | "alarmAction" | "impact" | "runbook" | "queueName"> {
  readonly from: readonly BusPattern[]
  readonly handler: ExchangeFunction
  readonly intake: QueueIntake
  /** Invocations that the queue causes at the same time, unless the function declares another number. */
  readonly concurrency: number
  /** Whether the handler itself keeps messages as dead letters: those that no retry can handle. */
  readonly keepsDeadLetters?: boolean
}

/** Rule to queue to function, with dead letters on both edges, alarms, and exactly the grants that this takes. */
export class EventSubscription extends Construct {
  readonly #props: EventSubscriptionProps
  readonly #work: WorkQueue

  constructor(scope: Construct, id: string, props: EventSubscriptionProps) {
    super(scope, id)
    this.#props = props
    this.#work = new WorkQueue(this, {
      ...props,
      handlerName: props.handler.name,
      handlerTimeout: props.handler.lambda.timeout ?? Duration.seconds(30),
      // The stack of the queues has the most resources.
      alarmsIn: new Construct(Stack.of(props.handler.lambda), `${id}Alarms`),
    })
    for (const from of props.from) this.#addRule(from)
    this.#invokeHandler()
  }

  #addRule({ id, bus, pattern, party }: BusPattern): void {
    const rule = new CfnRule(this, id, {
      eventBusName: bus,
      eventPattern: pattern,
      targets: [
        {
          id: "Queue",
          arn: this.#work.queue.queueArn,
          ...(party === undefined ? {} : { sqsParameters: { messageGroupId: party } }),
          deadLetterConfig: { arn: this.#work.deadLetters.queueArn },
          retryPolicy: retryForOneDay,
        },
      ],
    })
    this.#work.allowFrom(rule.attrArn)
  }

  #invokeHandler(): void {
    const { handler, encryptionKey, intake, concurrency } = this.#props
    const { queueArn } = this.#work.queue
    handler.allow(workActions, [queueArn])
    handler.allow(["kms:Decrypt", "kms:GenerateDataKey"], [encryptionKey.keyArn])
    if (this.#props.keepsDeadLetters === true) this.#letKeepDeadLetters()
    const mapping = new EventSourceMapping(this, "Mapping", {
      target: handler.lambda,
      eventSourceArn: queueArn,
      ...mappingOf(intake, concurrency),
    })
    mapping.node.addDependency(handler.role)
  }

  #letKeepDeadLetters(): void {
    const { handler } = this.#props
    const { queueArn, queueUrl } = this.#work.deadLetters
    handler.allow(["sqs:SendMessage"], [queueArn])
    handler.lambda.addEnvironment(resourceVariables.deadLetters, queueUrl)
  }
}

/** What taking messages out of a queue needs, and sending those again that AWS failed. */
export const workActions: readonly string[] = [
  "sqs:ReceiveMessage",
  "sqs:DeleteMessage",
  "sqs:GetQueueAttributes",
  "sqs:ChangeMessageVisibility",
  "sqs:SendMessage",
]

/** How a function takes messages out of a queue. */
export function mappingOf({ batchSize = 10, maxConcurrency }: QueueIntake, concurrency: number) {
  return { batchSize, reportBatchItemFailures: true, maxConcurrency: maxConcurrency ?? concurrency }
}
