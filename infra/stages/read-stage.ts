import { existsSync, readdirSync, realpathSync } from "node:fs"
import { join, resolve } from "node:path"
import { CommandStopped } from "../../client/command-line/command-stopped.ts"
import { didYouMean, issueSentences } from "../../shared/parties/issue-sentences.ts"
import { companyProblems } from "./company-settings.ts"
import { FileInvalid, readJson } from "./configuration-file.ts"
import { mailProblems } from "./mail-settings.ts"
import { partProblems } from "./part-settings.ts"
import { hasBudgets } from "./region-gaps.ts"
import { hasTestReferences, localStage, type StageSettings, stageConfig, stageName } from "./stage-config.ts"

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
 * @throws FileInvalid with a sentence for everything that is wrong, and for laws and reviews that nothing reads
 */
export function readStage(name: unknown, folder: string = stagesFolder): Stage {
  const named = stageName.safeParse(name)
  const path = named.success ? join(folder, named.data, stageFileName) : undefined
  if (!named.success || path === undefined || !existsSync(path)) throw new StageUnknown(unknownStage(name, folder))
  for (const [name, what] of besideStages) requireRead(folder, name, what)
  const json = readJson(path)
  const problems = stageFileProblems(json)
  if (problems.length > 0) throw new FileInvalid(path, problems)
  const settings = stageConfig.parse(json)
  return { name: named.data, path, settings, partiesPath: resolve(folder, named.data, settings.parties) }
}

/** What is read in one folder alone, wherever the stages are. */
const besideStages = [
  ["laws", "laws"],
  ["law-reviews.yaml", "reviews"],
] as const

function requireRead(folder: string, name: string, what: string): void {
  const [beside, read] = [folder, stagesFolder].map((each) => {
    const path = join(each, name)
    return existsSync(path) ? realpathSync(path) : undefined
  })
  if (beside === undefined || beside === read) return
  throw new FileInvalid(beside, [
    `nothing reads ${what} there, so they would be missing from what is deployed. Copy the stage and the ${what} into ${stagesFolder}, and leave the other folder out of the command`,
  ])
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
  if (result.data.fewerKeys && (keepData || result.data.keys !== undefined))
    return ["fewerKeys is true, but a stage that keeps its data or has keys is production. Leave fewerKeys out"]
  if (result.data.canaryReleases && !result.data.alarms)
    return ["canaryReleases is true, but alarms is false, so nothing would stop a bad release. Leave one of them out"]
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
