import * as z from "zod"
import { alarmInWords } from "../../../shared/pages/operator/facts.ts"
import { busName } from "../../party-names.ts"
import { refersTo } from "../../refers-to.ts"
import { type PlacedResource, placedOfType } from "../deployed-stage/deployed-templates.ts"

/** What becomes of the messages of a dead-letter queue. */
export type Redrive =
  /** They go back to the queue that they came from. */
  | { readonly to: "queue"; readonly queueUrl: string; readonly hasOtherTargets: boolean }
  /** They go on the exchange bus again, because no queue is their source. */
  | { readonly to: "exchangeBus" }
  /** The function that missed runs of its schedule runs once. */
  | { readonly to: "function"; readonly functionName: string }
  /** EventBridge could deliver them to nobody. Their senders have to send them again. */
  | { readonly to: "sender" }

/** A dead-letter queue of a stage. */
export type DeadLetters = {
  /** Short name, such as `record-shipment-events`. */
  readonly name: string
  readonly queueUrl: string
  /** What people notice while messages wait here. */
  readonly impact: string
  /** Whether raw events with personal data rest here. */
  readonly isRaw: boolean
  readonly redrive: Redrive
}

/** The dead-letter queues of a stage, by name. */
export function deadLettersOf(stage: string, resources: readonly PlacedResource[]): readonly DeadLetters[] {
  return placedOfType(resources, "AWS::SQS::Queue")
    .filter(({ path }) => /DeadLetters(\/|$)/.test(path))
    .map((queue) => ({
      name: shortName(stage, queue),
      queueUrl: queue.id,
      impact: impactOf(resources, queue),
      isRaw: isRaw(stage, resources, queue),
      redrive: redriveOf(resources, queue),
    }))
    .sort((one, other) => one.name.localeCompare(other.name))
}

/** Whether a queue takes what another bus than that of redacted events could not deliver. */
function isRaw(stage: string, resources: readonly PlacedResource[], queue: PlacedResource): boolean {
  // Release 0.1.0 looked the name up. A vendor may choose any other.
  const isOfRedacted = (name: unknown) =>
    typeof name === "string" ? name === busName(stage, "Exchange") : JSON.stringify(name ?? "").includes("ExchangeBus")
  return (
    feedersOf(resources, queue).some(({ bus }) => !isOfRedacted(bus)) ||
    busesOf(resources, queue).some(({ properties }) => !isOfRedacted(properties["Name"]))
  )
}

/** The targets that a queue takes the place of when they cannot be reached, each with the bus that it is of. */
const feedersOf = (resources: readonly PlacedResource[], queue: PlacedResource) =>
  placedIn(queue.stackName, resources, "AWS::Events::Rule").flatMap(({ properties }) =>
    targets
      .parse(properties["Targets"])
      .filter(({ DeadLetterConfig }) => pointsAt(DeadLetterConfig, queue))
      .map(({ Arn }) => ({ Arn, bus: properties["EventBusName"] })),
  )

/** The buses whose own dead letters a queue takes. */
const busesOf = (resources: readonly PlacedResource[], queue: PlacedResource) =>
  placedIn(queue.stackName, resources, "AWS::Events::EventBus").filter(({ properties }) =>
    pointsAt(properties["DeadLetterConfig"], queue),
  )

const targets = z.array(z.looseObject({ Arn: z.unknown(), DeadLetterConfig: z.unknown() })).catch([])

const placedIn = (stack: string, resources: readonly PlacedResource[], type: string) =>
  placedOfType(resources, type).filter(({ stackName }) => stackName === stack)

function shortName(stage: string, { path }: PlacedResource): string {
  const [stack = "", ...steps] = path.split("/")
  const inside = steps.join("/").replace(/\/?DeadLetters(\/Queue)?$/, "")
  return kebab(inside === "" ? stack.replace(`Wayseal-${stage}-`, "") : inside)
}

const kebab = (path: string): string =>
  path
    .replaceAll("/", "-")
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-")
    .toLowerCase()

const beginning = "Messages could not be handled and wait in a dead-letter queue. "

function impactOf(resources: readonly PlacedResource[], queue: PlacedResource): string {
  const alarm = alarmOf(resources, queue)
  const description = z.string().catch("").parse(alarm?.properties["AlarmDescription"])
  return alarmInWords({ name: "unknown", description }).text.replace(beginning, "")
}

/** Whether a value of a template refers to a resource of the same stack. */
const pointsAt = (value: unknown, { logicalId }: Pick<PlacedResource, "logicalId">): boolean =>
  refersTo(value, new Set([logicalId]))

/** The alarm on the first message of a queue. The two may be in different stacks, one within the other. */
export function alarmOf(
  resources: readonly PlacedResource[],
  queue: Pick<PlacedResource, "stackName" | "logicalId">,
): PlacedResource | undefined {
  const names = handedOn(resources, queue)
  return placedOfType(resources, "AWS::CloudWatch::Alarm").find(
    ({ stackName, properties: { MetricName, Dimensions } }) =>
      MetricName === "ApproximateNumberOfMessagesVisible" &&
      (stackName === queue.stackName ? pointsAt(Dimensions, queue) : refersTo(Dimensions, names)),
  )
}

/** The parameters through which stacks within that of a queue know it. The CDK names each after the queue. */
function handedOn(
  resources: readonly PlacedResource[],
  queue: Pick<PlacedResource, "stackName" | "logicalId">,
): ReadonlySet<string> {
  const stacks = placedIn(queue.stackName, resources, "AWS::CloudFormation::Stack")
  const given = stacks.flatMap(({ properties }) => Object.entries(parameters.parse(properties["Parameters"])))
  return new Set(given.flatMap(([name, value]) => (pointsAt(value, queue) ? [name] : [])))
}

function redriveOf(resources: readonly PlacedResource[], queue: PlacedResource): Redrive {
  const inStack = (type: string) => placedIn(queue.stackName, resources, type)
  const feeders = feedersOf(resources, queue)
  const source = inStack("AWS::SQS::Queue").find(({ properties }) => pointsAt(properties["RedrivePolicy"], queue))
  if (source !== undefined) {
    const hasOtherTargets = feeders.some(({ Arn }) => !pointsAt(Arn, source))
    return { to: "queue", queueUrl: source.id, hasOtherTargets }
  }
  const [bus] = busesOf(resources, queue)
  // Parties' raw events count only from their own account or with their own token.
  if (bus !== undefined) return { to: String(bus.properties["Name"]).endsWith("-exchange") ? "exchangeBus" : "sender" }
  if (feeders.length > 0) return { to: "exchangeBus" }
  const handler = scheduledFor(resources, queue)
  return handler === undefined ? { to: "sender" } : { to: "function", functionName: handler.id }
}

/** The function whose missed runs a queue takes. The two may be in different stacks, one within the other. */
function scheduledFor(resources: readonly PlacedResource[], queue: PlacedResource): PlacedResource | undefined {
  const names = new Set([queue.logicalId, ...handedOn(resources, queue)])
  const schedule = placedOfType(resources, "AWS::Scheduler::Schedule").find(({ properties }) =>
    refersTo(properties["Target"], names),
  )
  if (schedule === undefined) return undefined
  const functions = placedIn(schedule.stackName, resources, "AWS::Lambda::Function")
  return functions.find((each) => pointsAt(schedule.properties["Target"], each))
}

const parameters = z.record(z.string(), z.unknown()).catch({})

/** The ARN of a queue, from its URL and region. */
export function queueArn(queueUrl: string, region: string): string {
  const [name = "", account = ""] = queueUrl.split("/").reverse()
  return `arn:aws:sqs:${region}:${account}:${name}`
}
