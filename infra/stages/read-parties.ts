import * as z from "zod"
import { boundedString } from "../../shared/base/contracts/bounded-string.ts"
import { leadsToPublic } from "../../shared/base/platform/public-address.ts"
import { issueSentences } from "../../shared/parties/issue-sentences.ts"
import { type Party, parties } from "../../shared/parties/party.ts"
import { FileInvalid, readJson } from "./configuration-file.ts"
import { partyProblems } from "./party-rules.ts"
import type { StageSettings } from "./stage-config.ts"

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
