import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join, relative, resolve } from "node:path"
import { visit } from "jsonc-parser"
import * as z from "zod"
import { CommandStopped } from "../../client/command-line/command-stopped.ts"
import { boundedString } from "../../shared/base/contracts/bounded-string.ts"
import { leadsToPublic } from "../../shared/base/platform/public-address.ts"
import { didYouMean, issueSentences } from "../../shared/parties/issue-sentences.ts"
import { type Party, parties } from "../../shared/parties/party.ts"
import { companyProblems } from "./company-settings.ts"
import { mailProblems } from "./mail-settings.ts"
import { partProblems } from "./part-settings.ts"
import { partyProblems } from "./party-rules.ts"
import { hasBudgets } from "./region-gaps.ts"
import { hasTestReferences, localStage, type StageSettings, stageConfig, stageName } from "./stage-config.ts"

const named = z.looseObject({ parties: z.array(z.unknown()).catch([]) }).catch({ parties: [] })
const withId = z.looseObject({ id: boundedString(300) })

/** What of a stage matters. `allowsLoopback`: webhooks may be on the machine that it runs on. By default not. */
type PartiesOfStage = Pick<StageSettings, "hubAccountMayPublish"> & { readonly allowsLoopback?: boolean }

/**
 * Reads and checks the parties file of a stage.
 *
 * @throws FileInvalid with a sentence for everything that is wrong
 */
export function readPartiesFile(path: string, stage: PartiesOfStage): readonly Party[] {
  const json = readJson(path)
  const problems = partiesFileProblems(json, stage)
  if (problems.length > 0) throw new FileInvalid(path, problems)
  return parties.parse(json).parties
}

const cannotSend = ({ account, credentials }: Party): boolean => account === undefined && credentials === undefined

const noWayToSend =
  "it has neither account nor credentials, so it could send nothing. Enter its AWS account, or the public key of its tokens"

const isPrivate = ({ channels: { webhook } }: Party, allowsLoopback: boolean): boolean =>
  webhook?.url !== undefined && !leadsToPublic(webhook.url, { allowsLoopback })

const notPublic =
  "channels.webhook.url leads to no public address, and nothing is posted to any other. Write a host with a public name, such as hooks.example.com"

/** Everything that is wrong with a parties file in a stage, one sentence each. Empty: it can be deployed. */
export function partiesFileProblems(
  json: unknown,
  { hubAccountMayPublish, allowsLoopback = false }: PartiesOfStage,
): readonly string[] {
  const result = parties.safeParse(json)
  if (result.success) {
    const { parties: all } = result.data
    const mute = hubAccountMayPublish ? [] : all.filter(cannotSend)
    return [
      ...partyProblems(all).map(({ partyId, sentence }) => `${partyId}: ${sentence}`),
      ...mute.map(({ id }) => `${id}: ${noWayToSend}`),
      ...all.filter((party) => isPrivate(party, allowsLoopback)).map(({ id }) => `${id}: ${notPublic}`),
    ]
  }
  const entries = named.parse(json).parties
  return result.error.issues.flatMap((issue) => {
    const [list, place] = issue.path
    if (list !== "parties" || typeof place !== "number") return issueSentences(issue, json, parties)
    const party = withId.safeParse(entries[place])
    const name = party.success && party.data.id !== "" ? party.data.id : `party ${place + 1}`
    return issueSentences(issue, json, parties, { from: 2 }).map((sentence) => `${name}: ${sentence}`)
  })
}

/** A configuration file cannot be used. The message has one line for each thing to mend. */
export class FileInvalid extends CommandStopped {
  override readonly name = "FileInvalid"
  readonly problems: readonly string[]

  constructor(path: string, problems: readonly string[]) {
    super(
      "unusableFile",
      [`${relative(process.cwd(), path) || path} cannot be used:`, ...problems.map((each) => `  ${each}`)].join("\n"),
    )
    this.problems = problems
  }
}

/**
 * Reads a file as JSON.
 *
 * @throws FileInvalid when it cannot be read, is not JSON, or has a key twice
 */
export function readJson(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, "utf8")
  } catch {
    throw new FileInvalid(path, ["there is no such file, or it cannot be read"])
  }
  const json = parse(path, text)
  const twice = repeatedKeys(text)
  if (twice.length > 0) throw new FileInvalid(path, twice)
  return json
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new FileInvalid(path, [`it is not JSON: ${placeOf(error)}`])
  }
}

/** Keys that one object has twice. JSON takes the last value, and the other would be lost without a word. */
function repeatedKeys(text: string): readonly string[] {
  const objects: Set<string>[] = []
  const found: string[] = []
  visit(text, {
    onObjectBegin: () => {
      objects.push(new Set())
    },
    onObjectEnd: () => void objects.pop(),
    onObjectProperty: (key, _offset, _length, line) => {
      const keys = objects.at(-1)
      if (keys?.has(key)) found.push(`line ${line + 1}: ${key} is there twice. Leave one of them out`)
      keys?.add(key)
    },
  })
  return found
}

/** Where the JSON ends to be one. The rest of the parser's message quotes the file, which may hold personal data. */
function placeOf(error: unknown): string {
  const place = error instanceof Error ? /line \d+ column \d+/.exec(error.message)?.[0] : undefined
  return place === undefined ? "check quotes, commas and brackets" : `check quotes and commas near ${place}`
}

/** The folder with a folder for each stage. Git ignores all but the committed examples. */
export const stagesFolder = resolve(import.meta.dirname, "../../stages")

/** The stages that belong to the project: two examples, and the stage of this machine. */
export const committedStages: readonly string[] = ["company", "example", localStage]

/** A notification of a budget takes this many addresses. */
const budgetEmailLimit = 10

/** Name of the file that configures a stage, in the stage's own folder. */
export const stageFileName = "wayseal.config.json"

/** A stage as configured. */
export interface Stage {
  readonly name: string
  /** The file that configures it. */
  readonly path: string
  readonly settings: StageSettings
  /** The stage's parties file. It has not been read. */
  readonly partiesPath: string
}

/** No stage was chosen, or there is none of that name. */
export class StageUnknown extends CommandStopped {
  override readonly name = "StageUnknown"

  constructor(message: string) {
    super("wrongUsage", message)
  }
}

/**
 * Reads a stage's configuration.
 *
 * @param folder the folder that holds a folder for each stage
 * @throws StageUnknown with the names of all stages, or how to make one
 * @throws FileInvalid with a sentence for everything that is wrong
 */
export function readStage(name: unknown, folder: string = stagesFolder): Stage {
  const named = stageName.safeParse(name)
  const path = named.success ? join(folder, named.data, stageFileName) : undefined
  if (!named.success || path === undefined || !existsSync(path)) throw new StageUnknown(unknownStage(name, folder))
  const json = readJson(path)
  const problems = stageFileProblems(json)
  if (problems.length > 0) throw new FileInvalid(path, problems)
  const settings = stageConfig.parse(json)
  return { name: named.data, path, settings, partiesPath: resolve(folder, named.data, settings.parties) }
}

/** Everything that is wrong with a stage's file, one sentence each. */
export function stageFileProblems(json: unknown): readonly string[] {
  const result = stageConfig.safeParse(json)
  if (!result.success) return result.error.issues.flatMap((issue) => issueSentences(issue, json, stageConfig))
  const { keepData, alarmEmails, alarmTarget } = result.data
  if (keepData && alarmEmails.length === 0 && alarmTarget === undefined)
    return [
      "alarmEmails is empty, so nobody would hear an alarm of a stage that keeps its data. Enter at least one address",
    ]
  if (keepData && !result.data.alarms)
    return ["alarms is false, but a stage that keeps its data is production. Leave alarms out"]
  if (keepData && hasTestReferences(result.data))
    return ["testReferences is true, but a stage that keeps its data is production. Leave testReferences out"]
  const { mail, region } = result.data
  return [
    ...companyProblems(result.data),
    ...budgetProblems(result.data),
    ...mailProblems(mail, region),
    ...partProblems(result.data),
  ]
}

function budgetProblems({ monthlyBudget, alarmEmails, region }: StageSettings): readonly string[] {
  if (monthlyBudget === undefined) return []
  if (!hasBudgets(region))
    return [`monthlyBudget cannot be used in ${region}: CloudFormation makes no budgets there. Make it by hand`]
  if (alarmEmails.length === 0) return ["monthlyBudget needs somebody in alarmEmails to mail to"]
  return alarmEmails.length > budgetEmailLimit
    ? [`monthlyBudget mails to at most ${budgetEmailLimit} addresses, and alarmEmails has ${alarmEmails.length}`]
    : []
}

/** The stages that a folder configures. */
export function stageNames(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => stageName.safeParse(name).success && existsSync(join(folder, name, stageFileName)))
    .sort()
}

function unknownStage(name: unknown, folder: string): string {
  const known = stageNames(folder)
  const asked =
    typeof name === "string" && name !== ""
      ? `There is no stage "${name}"${didYouMean(name, known) || "."}`
      : "No stage was chosen."
  const choice = known.length === 0 ? "There is none yet" : `Choose one of: ${known.join(", ")}`
  return `${asked} ${choice}. Make a new one with: npx wayseal setup`
}
