import { type Command, InvalidArgumentError, Option } from "commander"
import * as z from "zod"
import { declareCommand, type Invocation, type Outcome } from "../../../client/command-line/declare-command.ts"
import { documentLanguages, partyKind } from "../../../shared/base/contracts/words.ts"
import { invitationDays } from "../../../shared/parties/invitations/invite-party.ts"
import { addDeployedStageOptions, type StageOptions } from "../deployed-stage/stage-options.ts"
import type { Hub } from "./hub.ts"
import type { ListOptions } from "./list-parties.ts"
import { partyStates } from "./party-state.ts"
import type { InviteOptions } from "./send-invitation.ts"

const reading = ["dynamodb:GetItem", "dynamodb:Query", "kms:Decrypt"]
const writing = [
  ...reading,
  "dynamodb:BatchGetItem",
  "dynamodb:PutItem",
  "dynamodb:DeleteItem",
  "sts:GetCallerIdentity",
]

/** The commands about parties that the hub invites. */
export function invitedPartyCommands(): readonly Command[] {
  return [listCommand(), inviteCommand(), showCommand(), approveCommand(), ...removalCommands()]
}

/** Loads the AWS clients only if a command needs them. */
async function atHub<Options extends StageOptions>(
  invocation: Invocation<Options>,
  needs: readonly string[],
  work: (hub: Hub) => Promise<Outcome>,
): Promise<Outcome> {
  const { withHub } = await import("./hub.ts")
  return withHub(invocation, needs, work)
}

const ofParty = (command: Command): Command =>
  addDeployedStageOptions(command).argument("<party>", "id of the invited party")
const partyIn = ({ args }: Pick<Invocation<never>, "args">): string => z.string().parse(args[0])

function listCommand(): Command {
  return declareCommand<StageOptions & ListOptions>({
    name: "list",
    description: "Counts the invited parties by their state, and lists them.",
    form: (command) =>
      addDeployedStageOptions(command)
        .addOption(new Option("--state <state>", "only parties in this state").choices(partyStates))
        .option("--limit <parties>", "how many to list", wholeNumber(0, 100_000), 100)
        .option("--after <party>", "go on behind this id"),
    details: `answered: what a party entered waits for your approval. Parties of the parties file are not listed.
It takes dynamodb:Query and kms:Decrypt.`,
    examples: [
      "npx wayseal parties list --stage prod",
      "npx wayseal parties list --stage prod --state answered",
      "npx wayseal parties list --stage prod --limit 0",
    ],
    statuses: { 0: "listed" },
    run: (invocation) =>
      atHub(invocation, reading, async (hub) => {
        const { listParties } = await import("./list-parties.ts")
        return listParties(hub, invocation.options)
      }),
  })
}

function inviteCommand(): Command {
  const { least, usual, most } = invitationDays
  return declareCommand<StageOptions & InviteOptions>({
    name: "invite",
    description: "Invites a party without an AWS account, and writes the letter for it.",
    form: (command) =>
      ofParty(command)
        .addOption(new Option("--kind <kind>", "what it is").choices(partyKind.options))
        .addOption(new Option("--language <language>", "of the letter and of mails").choices(documentLanguages))
        .option("--days <days>", `how long the invitation counts, ${least} to ${most}`, wholeNumber(least, most), usual)
        .option("--again", "invite a party again, so that it can enter other keys, laws and contacts")
        .option("--email <address>", "mail the letter, in a stage with mail"),
    details: `The letter holds a token, which is shown this once. Send it on a way that only the party reads. The party
enters its keys, contacts and laws with it, and you approve them. An approved party that is invited again stays as it is
until then, and a removed one stays out. It takes what approve takes, and ses:SendEmail with --email.`,
    examples: [
      "npx wayseal parties invite northpost --stage prod --kind carrier",
      "npx wayseal parties invite feuille --stage prod --kind retailer --language fr --email privacy@feuille.example",
      "npx wayseal parties invite northpost --stage prod --again --days 3",
    ],
    statuses: { 0: "invited", 1: "invited, and the letter could not be mailed" },
    run: (invocation) =>
      atHub(invocation, [...writing, "ses:SendEmail"], async (hub) => {
        const { sendInvitation } = await import("./send-invitation.ts")
        return sendInvitation(hub, partyIn(invocation), invocation.options)
      }),
  })
}

function showCommand(): Command {
  return declareCommand<StageOptions>({
    name: "show",
    description: "Shows what an invited party entered, what is approved, and who changed what.",
    form: ofParty,
    details: "It shows contacts. It takes dynamodb:GetItem, dynamodb:Query and kms:Decrypt.",
    examples: ["npx wayseal parties show northpost --stage prod"],
    statuses: { 0: "shown" },
    run: (invocation) =>
      atHub(invocation, reading, async (hub) => {
        const { showParty } = await import("./show-party.ts")
        return showParty(hub, partyIn(invocation))
      }),
  })
}

function approveCommand(): Command {
  return declareCommand<StageOptions & { readonly version?: number }>({
    name: "approve",
    description: "Lets an invited party take part with what it entered.",
    form: (command) =>
      ofParty(command).option("--version <number>", "the version that you looked at", wholeNumber(1, 1_000_000_000)),
    details: `Without --version it shows what the party entered, and the command that approves this. If the party enters
something else meanwhile, that command does nothing. Contacts or a webhook address that a party entered anew also take
the place of those that it had set before. On the tables of invited parties and of settings it takes dynamodb:GetItem,
dynamodb:BatchGetItem, dynamodb:Query, dynamodb:PutItem, dynamodb:DeleteItem, kms:Decrypt and sts:GetCallerIdentity.`,
    examples: [
      "npx wayseal parties approve northpost --stage prod",
      "npx wayseal parties approve northpost --stage prod --version 2",
    ],
    statuses: {
      0: "approved",
      1: "shown, and not approved yet; or approved, and its settings could not be changed",
      2: "wrong usage, nothing waits, the version was changed, or it cannot be approved as it is: nothing was done",
    },
    run: (invocation) =>
      atHub(invocation, writing, async (hub) => {
        const { approveParty } = await import("./decide-party.ts")
        return approveParty(hub, partyIn(invocation), invocation.options.version)
      }),
  })
}

type Deciding = typeof import("./decide-party.ts")
type DecisionTexts = {
  readonly description: string
  readonly details: string
  readonly done: string
  /** What is left for a person to do, if something can be. */
  readonly needsPerson?: string
  /** IAM actions besides those of every decision. */
  readonly alsoTakes?: readonly string[]
}

function removalCommands(): readonly Command[] {
  const deciding = (
    name: string,
    texts: DecisionTexts,
    decide: (module: Deciding) => (hub: Hub, partyId: string) => Promise<Outcome>,
  ) => {
    const { alsoTakes = [] } = texts
    return declareCommand<StageOptions>({
      name,
      description: texts.description,
      form: ofParty,
      details: `${texts.details}\nIt takes what approve takes${alsoTakes.map((action) => `, and ${action} in a stage without mail`).join("")}.`,
      examples: [`npx wayseal parties ${name} northpost --stage prod`],
      statuses: { 0: texts.done, ...(texts.needsPerson === undefined ? {} : { 1: texts.needsPerson }) },
      run: (invocation) =>
        atHub(invocation, [...writing, ...alsoTakes], async (hub) =>
          decide(await import("./decide-party.ts"))(hub, partyIn(invocation)),
        ),
    })
  }
  return [
    deciding("decline", declining, ({ declineParty }) => declineParty),
    deciding("remove", removing, ({ removeParty }) => removeParty),
  ]
}

const declining: DecisionTexts = {
  description: "Drops what an invited party entered, and takes its invitation back.",
  details: "A party that was approved before stays as it was approved.",
  done: "declined",
}
const removing: DecisionTexts = {
  description: "Takes an invited party out of the exchange.",
  details: `Its keys never count again. Nobody else gets its id, alias, keys and number, so it can be invited again, and
takes part with other keys once you approve them. In a stage without mail it deletes the
topic that mails the party's contacts, which holds their addresses. If that fails, run it again.`,
  alsoTakes: ["sns:DeleteTopic"],
  done: "removed, now or before",
  needsPerson: "removed, and the topic that mailed its contacts could not be deleted",
}
const wholeNumber = (least: number, most: number) => (text: string) => {
  const value = Number(text)
  if (!/^\d{1,10}$/.test(text) || value < least || value > most)
    throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`)
  return value
}
