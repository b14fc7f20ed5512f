/** `npx wayseal connector`: writes the template with which a party's own AWS account connects itself to the hub. */
import { writeFileSync } from "node:fs"
import type { Command } from "commander"
import { CommandStopped } from "../../client/command-line/command-stopped.ts"
import { declareCommand, type Outcome } from "../../client/command-line/declare-command.ts"
import { exitStatus } from "../../client/command-line/exit-status.ts"
import { didYouMean } from "../../shared/parties/issue-sentences.ts"
import type { Party } from "../../shared/parties/party.ts"
import { readPartiesFile } from "../stages/read-parties.ts"
import { readStage } from "../stages/read-stage.ts"
import { addStageOptions, type StageOptions } from "./deployed-stage/stage-options.ts"

export function connectorCommand(): Command {
  return declareCommand<ConnectorOptions>({
    name: "connector",
    description: "Writes the CloudFormation template with which a party's account connects itself to the hub.",
    form: (command) =>
      addStageOptions(command)
        .option("--party <id>", "the party, which has an AWS account in the parties file")
        .option("--out <file>", "where to write it; otherwise it is printed")
        .option("--hub-account <account>", "the hub's AWS account, if the stage's file has none"),
    details,
    examples: [
      "npx wayseal connector --stage prod --party maplebooks > connector.json",
      "npx wayseal connector --stage prod --party maplebooks --out connector.json --json",
    ],
    statuses: { 0: "written", 2: "wrong usage, or the party cannot have a connector: nothing was written" },
    run: ({ options, onStep }) => {
      onStep("Making the template")
      return writeConnector(options)
    },
  })
}

type ConnectorOptions = StageOptions & {
  readonly party?: string
  readonly out?: string
  readonly hubAccount?: string
}

const details = `The party deploys it in the hub's region with:
  aws cloudformation deploy --template-file <file> --stack-name wayseal-<stage>-connector \\
    --capabilities CAPABILITY_NAMED_IAM --parameter-overrides AlarmEmail=<address>`

async function writeConnector(options: ConnectorOptions): Promise<Outcome> {
  const { out } = options
  const found = findParty(options)
  // Loaded here, because the other commands do not need the CDK, which takes a second.
  const { connectorTemplate } = await import("./connector/connector-template.ts")
  const template = connectorTemplate(found)
  const text = `${JSON.stringify(template, null, 2)}\n`
  if (out === undefined) return { data: template, text, status: exitStatus.fine }
  try {
    writeFileSync(out, text)
  } catch {
    throw new CommandStopped("unusableFile", `${out} cannot be written.`)
  }
  const written = `${out}: the connector of ${found.party.id}. ${whatNext}\n`
  return { data: { written: out }, text: written, status: exitStatus.fine }
}

const whatNext = "Send it to whoever runs the party's account, with the section of docs/deploying.md on connectors."

/** Names the parties that can have a connector, or all of them if none has an account. */
function unknownParty(id: string | undefined, parties: readonly Party[]): string {
  const withAccount = parties.filter(({ account }) => account !== undefined)
  const known = (withAccount.length === 0 ? parties : withAccount).map((party) => party.id)
  const whose = withAccount.length === 0 ? "No party has an account. There are" : "Those with an account are"
  const asked =
    id === undefined
      ? "Name a party with --party."
      : `There is no party "${id}"${
          didYouMean(
            id,
            parties.map((party) => party.id),
          ) || "."
        }`
  return `${asked} ${whose}: ${known.join(", ")}.`
}

type Found = {
  readonly stage: string
  readonly party: Party
  readonly hubAccount: string
  readonly hubRegion: string
  readonly dataKeyArn: string | undefined
}

/**
 * The party and its hub.
 *
 * @throws StageUnknown, FileInvalid, or CommandStopped if it cannot have a connector
 */
function findParty({ stage: name, party: id, hubAccount: given, stages }: ConnectorOptions): Found {
  const { name: stage, settings, partiesPath } = readStage(name, stages)
  const parties = readPartiesFile(partiesPath, settings)
  const party = parties.find((each) => each.id === id)
  const hubAccount = given ?? settings.account
  const wrong = (sentence: string) => new CommandStopped("wrongUsage", sentence)
  if (party === undefined) throw wrong(unknownParty(id, parties))
  if (hubAccount === undefined || !/^\d{12}$/.test(hubAccount))
    throw wrong("Give the hub's AWS account, 12 digits, in the stage's file or with --hub-account.")
  if (party.account === undefined)
    throw wrong(`${party.id} has no account in ${partiesPath}. It sends its events over HTTPS and needs no connector.`)
  if (party.account === hubAccount) throw wrong(`${party.id} has the hub's own account and needs no connector.`)
  return { stage, party, hubAccount, hubRegion: settings.region, dataKeyArn: settings.keys?.data }
}
