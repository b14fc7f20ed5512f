/** `npx wayseal preflight --stage <name>`: says what stands in the way of a deployment, before anything is made. */
import { Command } from "commander"
import { FileInvalid } from "../stages/file-invalid.ts"
import { readPartiesFile } from "../stages/read-parties.ts"
import { type CheckResult, needsPerson } from "./deployed-stage/check-result.ts"
import { openInWords, resultsInWords } from "./deployed-stage/results-in-words.ts"
import { showProgress } from "./deployed-stage/show-progress.ts"
import { addStageOptions, chosenStage, exitStatus, type StageOptions } from "./deployed-stage/stage-options.ts"

/** The command `preflight`. It sets the exit status. */
export function preflightCommand(): Command {
  const command = addStageOptions(
    new Command("preflight").description("Checks whether a stage can be deployed to its account. It only reads."),
  )
    .option("--permissions", "print the rights that this check and a deployment need, and check nothing")
    .addHelpText("after", helpAfter)
  return command.action(async (options: Partial<StageOptions> & { permissions?: true }) => {
    if (options.permissions === true) process.stdout.write(await permissionsInWords(options.json === true))
    else await check(command, options)
  })
}

const helpAfter = `
Examples:
  npx wayseal preflight --stage dev
  npx wayseal preflight --stage prod --json
  npx wayseal preflight --permissions
  AWS_CA_BUNDLE=.local/certificate.pem AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test \\
    npx wayseal preflight --stage local --endpoint https://127.0.0.1:4566

Credentials come from where the AWS CLI finds them: AWS_PROFILE, variables, single sign-on.
Exit status: 0 the stage can be deployed; 1 there is something to do, or something could not be checked; 2 wrong option.`

async function check(command: Command, options: Partial<StageOptions>): Promise<void> {
  const { stage, connection } = chosenStage(command, options)
  // The CDK and the clients take a while to load, which other commands need not wait for.
  const { runPreflight } = await import("./preflight/run-preflight.ts")
  const results = await runPreflight({
    stage,
    parties: partiesOf(command, stage),
    connection,
    onStep: showProgress(),
  })
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ stage: stage.name, ready: !needsPerson(results), results })}\n`
      : resultsInWords(results, closing(stage.name, results)),
  )
  if (needsPerson(results)) process.exitCode = exitStatus.toDo
}

const closing = (stage: string, results: readonly CheckResult[]): string =>
  needsPerson(results) ? `Stage "${stage}": ${openInWords(results)}.` : `Stage "${stage}" can be deployed.`

function partiesOf(command: Command, { partiesPath, settings }: ReturnType<typeof chosenStage>["stage"]) {
  try {
    return readPartiesFile(partiesPath, settings)
  } catch (error) {
    if (error instanceof FileInvalid) return command.error(error.message, { exitCode: exitStatus.toDo })
    throw error
  }
}

async function permissionsInWords(json: boolean): Promise<string> {
  const { deployerNeeds, preflightActions, preflightPolicy } = await import("./preflight/permissions.ts")
  if (json) return `${JSON.stringify({ preflight: preflightActions, deployer: deployerNeeds })}\n`
  return [
    "This check needs, as an IAM policy:",
    JSON.stringify(preflightPolicy, null, 2),
    "",
    "The person who deploys needs:",
    ...deployerNeeds.map((each) => `  ${each}`),
    "",
  ].join("\n")
}
