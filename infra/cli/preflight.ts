/** `npx wayseal preflight --stage <name>`: says what stands in the way of a deployment, before anything is made. */
import type { Command } from "commander"
import { declareCommand, type Invocation, type Outcome } from "../../client/command-line/declare-command.ts"
import { exitStatus } from "../../client/command-line/exit-status.ts"
import { requirePartiesOfBuses } from "../stages/partner-buses.ts"
import { readPartiesFile } from "../stages/read-parties.ts"
import { type CheckResult, needsPerson } from "./deployed-stage/check-result.ts"
import { notShownInWords, openInWords, resultsInWords } from "./deployed-stage/results-in-words.ts"
import { addDeployedStageOptions, chosenStage, type StageOptions } from "./deployed-stage/stage-options.ts"

export function preflightCommand(): Command {
  return declareCommand<StageOptions & { readonly permissions?: true }>({
    name: "preflight",
    description: "Checks whether a stage can be deployed to its account. It only reads.",
    form: (command) =>
      addDeployedStageOptions(command).option(
        "--permissions",
        "print the rights that this check and a deployment of the stage need, and check nothing",
      ),
    details: "Credentials come from where the AWS CLI finds them: AWS_PROFILE, variables, single sign-on.",
    examples: [
      "npx wayseal preflight --stage dev",
      "npx wayseal preflight --stage prod --json",
      "npx wayseal preflight --permissions --stage prod",
      "AWS_CA_BUNDLE=.local/certificate.pem AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test \\",
      "  npx wayseal preflight --stage local --endpoint https://127.0.0.1:4566",
    ],
    statuses: {
      0: "the stage can be deployed",
      1: "there is something to do, or something could not be checked",
    },
    run: (invocation) =>
      invocation.options.permissions === true ? showPermissions(invocation.options) : check(invocation),
  })
}

async function check({ options, onStep }: Invocation<StageOptions>): Promise<Outcome> {
  const { stage, connection } = chosenStage(options)
  const parties = readPartiesFile(stage.partiesPath, stage.settings)
  requirePartiesOfBuses(stage, parties)
  // The CDK and the clients take a while to load, which other commands need not wait for.
  const { runPreflight } = await import("./preflight/run-preflight.ts")
  const results = await runPreflight({ stage, parties, connection, onStep })
  const ready = !needsPerson(results)
  return {
    data: { stage: stage.name, ready, results },
    text: resultsInWords(results, closing(stage.name, results)),
    status: ready ? exitStatus.fine : exitStatus.needsPerson,
  }
}

const closing = (stage: string, results: readonly CheckResult[]): string =>
  needsPerson(results)
    ? `Stage "${stage}": ${openInWords(results)}.`
    : `Stage "${stage}" can be deployed.${notShownInWords(results)}`

/** The rights that every stage needs, or those of the stage that was chosen. Asks AWS nothing. */
async function showPermissions(options: StageOptions): Promise<Outcome> {
  const stage = options.stage === undefined ? undefined : chosenStage(options).stage
  const { permissionsFor, permissionsInWords } = await import("./preflight/permissions.ts")
  const parties = stage === undefined ? [] : readPartiesFile(stage.partiesPath, stage.settings)
  const permissions = await permissionsFor(stage, parties)
  return { data: permissions, text: permissionsInWords(permissions), status: exitStatus.fine }
}
