/** `npx wayseal connector`: writes the template with which a party's own AWS account connects itself to the hub. */
import { writeFileSync } from "node:fs"
import { Command } from "commander"
import type { Party } from "../../shared/parties/party.ts"
import { FileInvalid } from "../stages/file-invalid.ts"
import { readPartiesFile } from "../stages/read-parties.ts"
import { readStage, StageUnknown, stagesFolder } from "../stages/read-stage.ts"

/** The command `connector`. */
export function connectorCommand(): Command {
  return new Command("connector")
    .description("Writes the CloudFormation template with which a party's account connects itself to the hub.")
    .requiredOption("--stage <name>", "the stage to connect to")
    .requiredOption("--party <id>", "the party, which has an AWS account in the parties file")
    .option("--out <file>", "where to write it; otherwise it is printed")
    .option("--hub-account <account>", "the hub's AWS account, if the stage's file has none")
    .option("--stages <folder>", "the folder that holds a folder for each stage", stagesFolder)
    .option("--json", "print one JSON object and nothing else")
    .addHelpText("after", helpAfter)
    .action((options: ConnectorOptions, command: Command) => writeConnector(options, command))
}

type ConnectorOptions = {
  readonly stage: string
  readonly party: string
  readonly out?: string
  readonly hubAccount?: string
  readonly stages: string
  readonly json?: true
}

const helpAfter = `
The party deploys it in the hub's region with: aws cloudformation deploy --template-file <file>
  --stack-name wayseal-<stage>-connector --capabilities CAPABILITY_IAM --parameter-overrides AlarmEmail=<address>
Exit status: 0 written; 2 an option is wrong, or the party cannot have a connector.`

async function writeConnector(options: ConnectorOptions, command: Command): Promise<void> {
  const found = findParty(options)
  if (typeof found === "string") return command.error(found, { exitCode: 2 })
  // Loaded here, because the other commands do not need the CDK, which takes a second.
  const { connectorTemplate } = await import("./connector/connector-template.ts")
  const text = `${JSON.stringify(connectorTemplate({ stage: options.stage, ...found }), null, 2)}\n`
  if (options.out === undefined) {
    process.stdout.write(text)
    return
  }
  try {
    writeFileSync(options.out, text)
  } catch {
    return command.error(`${options.out} cannot be written`, { exitCode: 2 })
  }
  const written = `${options.out}: the connector of ${options.party}. ${whatNext}`
  process.stdout.write(options.json === true ? `${JSON.stringify({ written: options.out })}\n` : `${written}\n`)
}

const whatNext = "Send it to whoever runs the party's account, with the section of docs/deploying.md on connectors."

/** Names the parties that can have a connector, or all of them if none has an account. */
function unknownParty(id: string, parties: readonly Party[]): string {
  const withAccount = parties.filter(({ account }) => account !== undefined)
  const known = withAccount.length === 0 ? parties : withAccount
  const whose = withAccount.length === 0 ? "No party has an account. There are" : "Those with an account are"
  return `There is no party "${id}". ${whose}: ${known.map((party) => party.id).join(", ")}.`
}

type Found = { readonly party: Party; readonly hubAccount: string; readonly hubRegion: string }

/** The party and its hub, or why it cannot have a connector. */
function findParty({ stage, party: id, hubAccount: given, stages }: ConnectorOptions): Found | string {
  try {
    const { settings, partiesPath } = readStage(stage, stages)
    const parties = readPartiesFile(partiesPath, settings)
    const party = parties.find((each) => each.id === id)
    const hubAccount = given ?? settings.account
    if (party === undefined) return unknownParty(id, parties)
    if (hubAccount === undefined || !/^\d{12}$/.test(hubAccount))
      return "Give the hub's AWS account, 12 digits, in the stage's file or with --hub-account."
    if (party.account === undefined)
      return `${id} has no account in ${partiesPath}. It sends its events over HTTPS and needs no connector.`
    if (party.account === hubAccount) return `${id} has the hub's own account and needs no connector.`
    return { party, hubAccount, hubRegion: settings.region }
  } catch (error) {
    if (error instanceof FileInvalid || error instanceof StageUnknown) return error.message
    throw error
  }
}
