import { durationInWords } from "../../../shared/pages/operator/duration-in-words.ts"
import {
  type AlarmFacts,
  type CaseCounts,
  type ConsumerFacts,
  type ContactFacts,
  isFinished,
  isIdle,
  isLagging,
  isLate,
  isRaised,
  isRolledBack,
  type QueueFacts,
} from "../../../shared/pages/operator/facts.ts"
import type { DeployedStack } from "../../../shared/pages/operator/stage-resources.ts"
import { type CheckResult, resultsOf } from "../deployed-stage/check-result.ts"

/** Whether the stacks are as a deployment leaves them. */
export function judgeStackStatus(stacks: readonly Pick<DeployedStack, "name" | "status">[]): readonly CheckResult[] {
  const found = resultsOf("stacks")
  if (stacks.length === 0) return [found.toDo("There is no stack of this stage in this account and region.")]
  const unfinished = stacks.filter((stack) => !isFinished(stack))
  if (unfinished.length > 0) return unfinished.map(({ name, status }) => found.toDo(`${name} is ${status}`))
  const rolledBack = stacks.filter(isRolledBack)
  const notes = rolledBack.map(({ name }) => found.note(`${name} took back its last update, and runs the one before`))
  return [found.ok(stacks.map(({ name, status }) => `${name} ${status}`).join(", ")), ...notes]
}

/** How much waits in the queues, and for how long. */
export function judgeQueues(queues: readonly QueueFacts[]): readonly CheckResult[] {
  const found = resultsOf("queues")
  const working = queues.filter(({ isForDeadLetters }) => !isForDeadLetters)
  const filled = working.filter(({ messages }) => messages > 0)
  const inAll = filled.reduce((sum, { messages }) => sum + messages, 0)
  const summary =
    filled.length === 0
      ? `${counted(working.length, "queue")}, all empty`
      : `${counted(working.length, "queue")}, ${counted(inAll, "message")}`
  return [found.ok(summary), ...filled.map((queue) => (isLate(queue) ? found.toDo : found.note)(queueInWords(queue)))]
}

/** `1 message`, `2 messages`. */
const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`

const queueInWords = ({ name, messages, oldestSeconds, isOfParty }: QueueFacts): string =>
  `${name}: ${counted(messages, "message")}${isOfParty ? " for the party to read" : ""}` +
  (oldestSeconds === undefined ? "" : `, the oldest for ${durationInWords(oldestSeconds)}`)

/** What could not be handled and waits for a person. */
export function judgeDeadLetters(queues: readonly QueueFacts[]): readonly CheckResult[] {
  const found = resultsOf("dead letters")
  const all = queues.filter(({ isForDeadLetters }) => isForDeadLetters)
  const filled = all.filter(({ messages }) => messages > 0)
  if (filled.length === 0) return [found.ok(`none in ${counted(all.length, "queue")}`)]
  return filled.map(({ name, messages }) => found.toDo(`${name}: ${messages}. Fix the cause, then redrive.`))
}

/** Whether functions take what arrives, and how far they are behind the streams of tables. */
export function judgeConsumers(consumers: readonly ConsumerFacts[]): readonly CheckResult[] {
  const found = resultsOf("streams")
  const idle = consumers.filter(isIdle)
  const streams = consumers.filter(({ isOfStream }) => isOfStream)
  const late = streams.filter(isLagging)
  const lags = streams.flatMap(({ lagSeconds }) => lagSeconds ?? [])
  const most =
    lags.length === 0 ? "nothing handled in the last minutes" : `at most ${durationInWords(Math.max(...lags))} behind`
  const results = [
    ...idle.map(({ functionName, state }) => found.toDo(`${functionName} takes nothing: its source is ${state}`)),
    ...late.map(({ functionName, lagSeconds = 0 }) =>
      found.toDo(`${functionName} is ${durationInWords(lagSeconds)} behind. A stream keeps changes for 24 hours.`),
    ),
  ]
  return results.length > 0 ? results : [found.ok(`${counted(streams.length, "consumer")} of streams, ${most}`)]
}

/** The alarms that are raised. */
export function judgeRaisedAlarms(alarms: readonly AlarmFacts[]): readonly CheckResult[] {
  const found = resultsOf("alarms")
  const raised = alarms.filter(isRaised)
  if (raised.length === 0) return [found.ok(`none of ${alarms.length} is raised`)]
  return raised.map(({ name, description }) => found.toDo(description === "" ? name : description))
}

/** How many cases and duties are open. No case is named. */
export function judgeCases({
  openCases,
  openDuties,
  dueSoon,
  overdue,
}: Omit<CaseCounts, "byAge">): readonly CheckResult[] {
  const found = resultsOf("breach desk")
  const text =
    `${counted(openCases, "open case")}, ${openDuties} open ${openDuties === 1 ? "duty" : "duties"}, ` +
    `${dueSoon} due within a day, ${overdue} overdue`
  return [overdue > 0 ? found.toDo(`${text}. Their owners have been reminded; call them.`) : found.ok(text)]
}

/** How many invited parties wait for an approval. No party is named. */
export function judgeAnswered(count: number, stage: string): readonly CheckResult[] {
  const found = resultsOf("invited parties")
  if (count === 0) return [found.ok("none waits for your approval")]
  const waiting = count === 1 ? "1 invitation waits" : `${count} invitations wait`
  return [found.toDo(`${waiting} for your approval.`, `npx wayseal parties list --stage ${stage} --state answered`)]
}

/** The contacts who do not receive alerts yet. */
export function judgeContacts(topics: readonly ContactFacts[]): readonly CheckResult[] {
  const found = resultsOf("contacts")
  const pending = topics.filter((topic) => topic.pending > 0)
  const confirmed = topics.reduce((sum, topic) => sum + topic.confirmed, 0)
  if (pending.length === 0) return [found.ok(`${confirmed} confirmed, none waits`)]
  return pending.map((topic) =>
    found.toDo(`${topic.topic}: not confirmed by ${counted(topic.pending, "contact")}, who receive nothing by e-mail.`),
  )
}

/** The longest that one value of the origin secret should be in use. */
const originSecretSeconds = 100 * 86_400

/** Whether the secret with which the edge proves itself is due for a new value. */
export function judgeOriginSecret(ageSeconds: number): readonly CheckResult[] {
  const found = resultsOf("origin secret")
  const age = `changed ${durationInWords(ageSeconds)} ago`
  return [
    ageSeconds < originSecretSeconds
      ? found.ok(age)
      : found.toDo(`${age}. Rotate it: docs/deploying.md, "Rotating the origin secret", has the commands.`),
  ]
}
