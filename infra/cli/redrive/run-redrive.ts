import { confirm } from "@inquirer/prompts"
import type { Command } from "commander"
import { type ReachedStage, reachStage } from "../deployed-stage/reach-stage.ts"
import { showProgress } from "../deployed-stage/show-progress.ts"
import { exitStatus, type StageOptions } from "../deployed-stage/stage-options.ts"
import { stoppedInWords } from "../deployed-stage/stopped-in-words.ts"
import { moveMessages } from "./move-messages.ts"
import { actionsFor, actionsForFailures, actionsToLook, planInWords } from "./redrive-plan.ts"
import { failuresOf, readWaitingLetters, type WaitingLetters } from "./waiting.ts"
import { countFailures, waitingInWords } from "./waiting-in-words.ts"

export type RedriveOptions = Partial<StageOptions> & { readonly yes?: true }

/** What was asked for, and how to tell. */
type Asked = {
  readonly reached: ReachedStage
  readonly options: RedriveOptions
  readonly onProgress: (step: string) => void
}

/** What the command did: as data, as text, and whether nothing is left. */
type Outcome = { readonly data: object; readonly text: string; readonly isWhole: boolean }

/** Looks, or redrives one queue or the failures. Sets the exit status. */
export async function redrive(command: Command, queue: string | undefined, options: RedriveOptions): Promise<void> {
  let needs: readonly string[] = actionsToLook
  try {
    const onProgress = showProgress()
    onProgress("Reading what is deployed")
    const asked: Asked = { reached: await reachStage(command, options), options, onProgress }
    if (queue === "failures") needs = actionsForFailures
    const chosen = queue === undefined || queue === "failures" ? undefined : await chosenQueue(command, asked, queue)
    if (chosen !== undefined) needs = actionsFor(chosen)
    const outcome =
      chosen !== undefined
        ? await redriveQueue(command, asked, chosen)
        : queue === "failures"
          ? await redriveFailures(command, asked)
          : await look(asked)
    process.stdout.write(options.json === true ? `${JSON.stringify(outcome.data)}\n` : outcome.text)
    process.exitCode = outcome.isWhole ? exitStatus.ok : exitStatus.toDo
  } catch (error) {
    if (error instanceof Error && "exitCode" in error) throw error
    command.error(stoppedInWords(error, needs), { exitCode: exitStatus.wrongOption })
  }
}

async function look({ reached, onProgress }: Asked): Promise<Outcome> {
  onProgress("Counting dead letters")
  const queues = await readWaitingLetters(reached)
  onProgress("Counting changes that functions gave up on")
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

async function chosenQueue(command: Command, { reached }: Asked, name: string): Promise<WaitingLetters> {
  const queues = await readWaitingLetters(reached)
  const found = queues.find((each) => each.name === name.toLowerCase() || each.queueUrl.endsWith(`/${name}`))
  if (found !== undefined) return found
  const known = queues.map((each) => `  ${each.name}`).join("\n")
  return command.error(`No dead-letter queue is named "${name}". There are:\n${known}\n  failures`, { exitCode: 2 })
}

/** Asks the person who typed the command. Without a person it takes `--yes`. */
async function mayGoOn(command: Command, { options }: Asked, plan: readonly string[]): Promise<boolean> {
  if (options.json !== true) process.stdout.write(`${plan.join("\n")}\n`)
  if (options.yes === true) return true
  if (!process.stdin.isTTY || options.json === true)
    return command.error("Nobody can be asked here. Add --yes to go on.", { exitCode: exitStatus.wrongOption })
  return confirm({ message: "Go on?", default: false })
}

async function redriveQueue(command: Command, asked: Asked, queue: WaitingLetters): Promise<Outcome> {
  const { reached, onProgress } = asked
  const { name, messages, redrive: target } = queue
  const untouched = { data: { queue: name, moved: 0, left: messages }, isWhole: messages === 0 }
  if (messages === 0) return { ...untouched, text: `Nothing waits in ${name}.\n` }
  const plan = planInWords(queue, messages)
  if (target.to === "sender") return { ...untouched, text: `${plan.join("\n")}\n` }
  if (!(await mayGoOn(command, asked, plan))) return { ...untouched, text: "Nothing was moved.\n" }
  const { moved, by } = await moveMessages(reached.connection, queue, {
    exchangeBusName: reached.outputs("ExchangeBusName") ?? "",
    onProgress: (done) => onProgress(`Moved ${done} of about ${messages}`),
  })
  const now = await readWaitingLetters(reached)
  const left = now.find((each) => each.queueUrl === queue.queueUrl)?.messages ?? 0
  const text = `Moved ${moved}. ${left} wait in ${name} now. What fails again comes back after some minutes.\n`
  return { data: { queue: name, moved, by, left }, text, isWhole: left === 0 }
}

async function redriveFailures(command: Command, asked: Asked): Promise<Outcome> {
  const bucket = failuresOf(asked.reached)
  try {
    const failures = await bucket.list()
    if (failures.length === 0)
      return { data: { handled: 0, stayed: [] }, text: "No change was given up.\n", isWhole: true }
    const changes = countFailures(failures, Date.now()).reduce((sum, each) => sum + each.changes, 0)
    const plan = [
      `${failures.length} batches with ${changes} changes that functions gave up on.`,
      "A redrive invokes each function again with exactly these changes, in their order. Repeats change nothing.",
      "A batch is removed only after the function handled all of it.",
    ]
    if (!(await mayGoOn(command, asked, plan)))
      return { data: { handled: 0, stayed: failures.map(stayedAsData) }, text: "Nothing was done.\n", isWhole: false }
    const { handled, stayed } = await bucket.replay(failures, (done) =>
      asked.onProgress(`${done} of ${failures.length} batches`),
    )
    const lines = stayed.map(
      ({ key, changes: kept }) => `  ${kept?.functionName ?? "not a batch of this stage"}  ${key}`,
    )
    const rest =
      stayed.length === 0 ? [] : [`${stayed.length} failed again and stay. The functions' logs say why:`, ...lines]
    const text = [`${handled.length} batches handled.`, ...rest, ""].join("\n")
    return { data: { handled: handled.length, stayed: stayed.map(stayedAsData) }, text, isWhole: stayed.length === 0 }
  } finally {
    bucket.close()
  }
}

const stayedAsData = ({ key, changes }: { key: string; changes: { functionName: string } | undefined }) => ({
  key,
  functionName: changes?.functionName ?? null,
})
