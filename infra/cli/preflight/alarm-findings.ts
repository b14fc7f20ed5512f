import type { StageSettings } from "../../stages/stage-config.ts"
import { type Finding, findingsOf } from "../deployed-stage/finding.ts"

/** How many subscriptions of a topic were confirmed, and how many wait for it. */
export type Subscriptions = { readonly confirmed: number; readonly pending: number }

const found = findingsOf("alarms")

/**
 * Whether somebody hears the alarms.
 *
 * @param topic the subscriptions of the deployed alarm topic; undefined: it is not deployed yet
 */
export function alarmFindings(
  { keepData, alarmEmails }: Pick<StageSettings, "keepData" | "alarmEmails">,
  topic: Subscriptions | undefined,
): readonly Finding[] {
  if (alarmEmails.length === 0)
    return keepData
      ? [found.toDo("alarmEmails is empty, so nobody would hear an alarm. Enter at least one address.")]
      : [found.note("alarmEmails is empty, so nobody hears an alarm of this trial")]
  if (topic === undefined)
    return [found.ok(`${alarmEmails.length} addresses; each has to confirm a message after the deployment`)]
  if (topic.pending > 0)
    return [
      found.toDo(
        `${topic.pending} addresses have not confirmed yet that they want alarms. Ask them to open the mail of AWS.`,
      ),
    ]
  return topic.confirmed === 0
    ? [found.toDo("Nobody is subscribed to the alarms. Deploy again, and let each address confirm.")]
    : [found.ok(`${topic.confirmed} addresses have confirmed`)]
}
