/** `npx wayseal setup`: asks what a stage needs, and writes its files. */
import { join, relative } from "node:path"
import { type Command, Option } from "commander"
import { CommandStopped } from "../../client/command-line/command-stopped.ts"
import { declareCommand, type Invocation, type Outcome } from "../../client/command-line/declare-command.ts"
import { exitStatus } from "../../client/command-line/exit-status.ts"
import { partiesFileProblems } from "../stages/read-parties.ts"
import { stageFileName, stageFileProblems } from "../stages/read-stage.ts"
import { filesOfStage, filesTaken, partiesFileName, type StageFiles, writeStageFiles } from "../stages/stage-files.ts"
import { addStagesOption } from "./deployed-stage/stage-options.ts"
import { type Answers, askQuestions } from "./setup/ask-questions.ts"
import { readParty, setupQuestions } from "./setup/setup-questions.ts"

export function setupCommand(): Command {
  return declareCommand<SetupOptions>({
    name: "setup",
    description: "Makes the files of a stage: wayseal.config.json and parties.json.",
    form: (command) => {
      addStagesOption(command).option(
        "--yes",
        "ask nothing: take what each question starts with where no option answers it",
      )
      for (const { option, hint, choices, isList } of setupQuestions) {
        const flag = new Option(`--${option} <${isList === true ? "value..." : "value"}>`, hint)
        command.addOption(choices === undefined ? flag : flag.choices([...choices]))
      }
      return command
    },
    details: "It never overwrites a file. With --json it asks nothing.",
    examples: [
      "npx wayseal setup",
      "npx wayseal setup --yes --stage dev --retailer maplebooks --carrier northpost --law ca-pipeda",
    ],
    statuses: { 0: "written", 2: "an answer is wrong, or there is a stage of that name: nothing was written" },
    run: setUp,
  })
}

type SetupOptions = Readonly<Record<string, unknown>>

async function setUp({ options }: Invocation<SetupOptions>): Promise<Outcome> {
  const { stages, yes, json } = options
  const asksPerson = process.stdin.isTTY && yes !== true && json !== true
  if (!asksPerson && yes !== true && json !== true)
    throw new CommandStopped("wrongUsage", "There is no terminal to ask at. Give --yes and the options.")
  const given = givenAnswers(options)
  const asked = await askQuestions(setupQuestions, given, asksPerson)
  if ("problems" in asked) throw new CommandStopped("wrongUsage", asked.problems.join("\n"))
  const { answers } = asked
  const folder = join(String(stages), answers["stage"]?.[0] ?? "")
  const files = await filesFor(answers)
  const toDo = [...files.toDo, ...(asksPerson ? [] : placeTaken(given, answers))]
  if (files.refused.length > 0) throw new CommandStopped("wrongUsage", files.refused.join("\n"))
  const taken = filesTaken(folder, files.write)
  if (taken.length > 0) throw new CommandStopped("wrongUsage", takenInWords(folder, taken))
  writeStageFiles(folder, files.write)
  const written = [...files.write.keys()].map((path) => shown(join(folder, path)))
  return {
    data: { written, toDo },
    text: whatNext(written, toDo, answers),
    status: exitStatus.fine,
  }
}

/** That the place of the parties is what the questions start with, where laws or region say another. */
function placeTaken(given: Answers, answers: Answers): readonly string[] {
  const { law: laws = [], country = [], region = [], "time-zone": zone = [] } = answers
  const isCanadian =
    region.every((one) => one.startsWith("ca-")) && (laws.length === 0 || laws.some((law) => law.startsWith("ca-")))
  const missing = ["country", "time-zone"].filter((option) => given[option] === undefined)
  if (isCanadian || country[0] !== "CA" || missing.length === 0) return []
  const options = missing.map((option) => `--${option}`).join(" and ")
  return [
    `parties.json: no ${options} was given, so each party is in ${country[0]}, ${zone[0]}. Correct jurisdiction if it is elsewhere`,
  ]
}

const shown = (path: string): string => relative(process.cwd(), path) || path

const takenInWords = (folder: string, taken: readonly string[]): string =>
  `${shown(folder)} has ${taken.join(", ")} already. Change the files there, delete the folder, or choose another name.`

/** Options that answer a question, by the option's name. */
function givenAnswers(options: Readonly<Record<string, unknown>>): Answers {
  const entries = setupQuestions.flatMap(({ option }) => {
    const value = options[option.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())]
    if (value === undefined) return []
    const list = (Array.isArray(value) ? value : [value]).map(String)
    return [[option, list.flatMap((one) => one.split(","))] as const]
  })
  return Object.fromEntries(entries)
}

type FilesToWrite = {
  readonly write: StageFiles
  readonly toDo: readonly string[]
  /** What is wrong with the answers, so that nothing is written. */
  readonly refused: readonly string[]
}

/** Problems of the parties that only other answers can solve. The others are left to do in the file. */
const ofAnswers = /: (id|alias)\b|^parties must/

async function filesFor(answers: Answers): Promise<FilesToWrite> {
  const one = (option: string) => answers[option]?.[0] ?? ""
  const parties = (["retailer", "carrier"] as const).flatMap((kind) =>
    (answers[kind] ?? []).map((text) => readParty(kind, text)),
  )
  const isTrial = one("purpose") === "trial"
  const account = answers["account"]?.[0]
  const write = await filesOfStage({
    account,
    region: one("region"),
    isTrial,
    alarmEmails: answers["alarm-email"] ?? [],
    country: one("country"),
    timeZone: one("time-zone"),
    laws: answers["law"] ?? [],
    parties,
  })
  const problems = partiesFileProblems(write.get(partiesFileName), { hubAccountMayPublish: isTrial })
  const nobodyReads =
    isTrial && account === undefined
      ? ["parties.json: no party has a queue, because no --account was given. Enter channels.queueReader to read them"]
      : []
  return {
    refused: problems
      .filter((problem) => ofAnswers.test(problem))
      .map((problem) => problem.replace(/^parties must.*/, "Name at least one --retailer or --carrier")),
    write,
    toDo: [
      ...stageFileProblems(write.get(stageFileName)).map((problem) => `${stageFileName}: ${problem}`),
      ...problems.map((problem) => `parties.json: ${problem}`),
      ...nobodyReads,
    ],
  }
}

function whatNext(written: readonly string[], toDo: readonly string[], answers: Answers): string {
  const isTrial = answers["purpose"]?.[0] === "trial"
  const [stage = "", account = "<account>", region = ""] = ["stage", "account", "region"].map(
    (option) => answers[option]?.[0],
  )
  const open = toDo.length === 0 ? [] : ["", "Still to do in these files:", ...toDo.map((each) => `  ${each}`)]
  const parties = written.find((path) => path.endsWith("parties.json")) ?? ""
  const keys = written.some((path) => path.includes("/keys/"))
    ? ["Git ignores these files. Those in keys/ are private keys: give each to its party, and to nobody else."]
    : ["Git ignores these files: keep a copy where your organisation keeps configuration."]
  return [
    "Written:",
    ...written.map((path) => `  ${path}`),
    ...open,
    "",
    "Then:",
    `  npx wayseal parties check ${parties}`,
    `  npx wayseal preflight --stage ${stage}`,
    `  npx cdk bootstrap aws://${account}/${region} --app ""      (once per account and region)`,
    `  npx cdk deploy --all -c stage=${stage}${isTrial ? "" : " --require-approval broadening"}`,
    "",
    "docs/deploying.md explains each step.",
    ...keys,
    "",
  ].join("\n")
}
