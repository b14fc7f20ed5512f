import * as z from "zod"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import type { Invocation, Outcome } from "../../../client/command-line/declare-command.ts"
import { exitStatus } from "../../../client/command-line/exit-status.ts"
import { stopReason } from "../../../client/command-line/stop-reason.ts"
import { didYouMean } from "../../../shared/parties/issue-sentences.ts"
import { askToGoOn } from "../deployed-stage/ask-to-go-on.ts"
import { type ReachedStage, reachStage } from "../deployed-stage/reach-stage.ts"
import type { StageOptions } from "../deployed-stage/stage-options.ts"
import { moveMessages } from "./move-messages.ts"
import { actionsFor, actionsForFailures, actionsToLook, planInWords } from "./redrive-plan.ts"
import { failuresOf, readWaitingLetters, type WaitingLetters } from "./waiting.ts"
import { batchesInWords, countFailures, waitingInWords } from "./waiting-in-words.ts"

export type RedriveOptions = StageOptions & { readonly yes?: true }

/** What was asked for, and how to tell. */
type Asked = Omit<Invocation<RedriveOptions>, "args"> & { readonly reached: ReachedStage }

/** What the command did: as data, as text, and whether nothing is left. */
type Done = { readonly data: object; readonly text: string; readonly isWhole: boolean }

/** The argument that stands for changes that functions gave up on. */
const failuresName = "failures"

/**
 * Looks, or redrives one queue or the failures.
 *
 * @throws CommandStopped if it cannot
 */
export async function redrive({ options, args, onStep }: Invocation<RedriveOptions>): Promise<Outcome> {
  const queue = z.string().optional().parse(args[0])
  let needs: readonly string[] = queue === failuresName ? actionsForFailures : actionsToLook
  try {
    onStep("Reading what is deployed")
    const asked: Asked = { reached: await reachStage(options), options, onStep }
    const chosen = queue === undefined || queue === failuresName ? undefined : await chosenQueue(asked, queue)
    if (chosen !== undefined) needs = actionsFor(chosen)
    const { data, text, isWhole } =
      chosen !== undefined
        ? await redriveQueue(asked, chosen)
        : queue === failuresName
          ? await redriveFailures(asked)
          : await look(asked)
    return { data, text, status: isWhole ? exitStatus.fine : exitStatus.needsPerson }
  } catch (error) {
    throw stopReason(error, needs)
  }
}

async function look({ reached, onStep }: Asked): Promise<Done> {
  onStep("Counting dead letters")
  const queues = await readWaitingLetters(reached)
  onStep("Counting changes that functions gave up on")
  const failures = await listFailures(reached)
  const counted = countFailures(failures, Date.now())
  const isWhole = failures.length === 0 && queues.every(({ messages }) => messages === 0)
  const data = {
    queues: queues.map(({ name, messages, oldestSeconds = null, impact, isRaw }) => ({
      ...{ name, messages, oldestSeconds, impact, isRaw },
    })),
    failures: counted,
  }
  return { data, text: waitingInWords(queues, counted, reached.stage.name), isWhole }
}

async function listFailures(reached: ReachedStage) {
  const bucket = failuresOf(reached)
  try {
    return await bucket.list()
  } finally {
    bucket.close()
  }
}

async function chosenQueue({ reached }: Asked, name: string): Promise<WaitingLetters> {
  const queues = await readWaitingLetters(reached)
  const found = queues.find((each) => each.name === name.toLowerCase() || each.queueUrl.endsWith(`/${name}`))
  if (found !== undefined) return found
  const known = [...queues.map((each) => each.name), failuresName]
  throw new CommandStopped(
    "wrongUsage",
    [`No dead-letter queue is named "${name}"${didYouMean(name, known) || "."} There are:`, ...known].join("\n  "),
  )
}

async function redriveQueue(asked: Asked, queue: WaitingLetters): Promise<Done> {
  const { reached, onStep } = asked
  const { name, messages, redrive: target } = queue
  const untouched = { data: { queue: name, moved: 0, left: messages }, isWhole: messages === 0 }
  if (messages === 0) return { ...untouched, text: `Nothing waits in ${name}.\n` }
  const plan = planInWords(queue, messages)
  if (target.to === "sender") return { ...untouched, text: `${plan.join("\n")}\n` }
  if (!(await askToGoOn(plan, asked.options))) return { ...untouched, text: "Nothing was moved.\n" }
  const { moved, by } = await moveMessages(reached.connection, queue, {
    exchangeBusName: reached.outputs("ExchangeBusName") ?? "",
    onProgress: (done) => onStep(`Moved ${done} of about ${messages}`),
  })
  const now = await readWaitingLetters(reached)
  const left = now.find((each) => each.queueUrl === queue.queueUrl)?.messages ?? 0
  const text = `Moved ${moved}. ${inQueue(left, name)} What fails again comes back, at once or within minutes.\n`
  return { data: { queue: name, moved, by, left }, text, isWhole: left === 0 }
}

/** What is left in a queue after a redrive, and why. */
function inQueue(left: number, name: string): string {
  if (left === 0) return `Nothing waits in ${name} now.`
  const messages = left === 1 ? "1 message is" : `${left} messages are`
  return `${messages} in ${name} now: failed again, or read by somebody, who holds them for a minute or so.`
}

async function redriveFailures(asked: Asked): Promise<Done> {
  const bucket = failuresOf(asked.reached)
  try {
    const failures = await bucket.list()
    if (failures.length === 0)
      return { data: { handled: 0, stayed: [] }, text: "No change was given up.\n", isWhole: true }
    const changes = countFailures(failures, Date.now()).reduce((sum, each) => sum + each.changes, 0)
    const plan = [
      `Given up by functions: ${batchesInWords(failures.length, changes)}.`,
      "A redrive invokes each function again with exactly these changes, in their order. Repeats change nothing.",
      "A batch is removed only after the function handled all of it.",
    ]
    if (!(await askToGoOn(plan, asked.options)))
      return { data: { handled: 0, stayed: failures.map(stayedAsData) }, text: "Nothing was done.\n", isWhole: false }
    const { handled, stayed } = await bucket.replay(failures, (done) =>
      asked.onStep(`${done} of ${failures.length} batches`),
    )
    const lines = stayed.map(
      ({ key, changes: kept }) => `  ${kept === undefined ? "not a batch of this stage: " : ""}${key}`,
    )
    const rest =
      stayed.length === 0 ? [] : [`Failed again and stays: ${stayed.length}. The functions' logs say why:`, ...lines]
    const text = [`Handled: ${handled.length} of ${failures.length}.`, ...rest, ""].join("\n")
    return { data: { handled: handled.length, stayed: stayed.map(stayedAsData) }, text, isWhole: stayed.length === 0 }
  } finally {
    bucket.close()
  }
}

const stayedAsData = ({ key, changes }: { key: string; changes: { functionName: string } | undefined }) => ({
  key,
  functionName: changes?.functionName ?? null,
})
