import type { StageSettings } from "../../stages/stage-config.ts"
import { type CheckResult, resultsOf } from "../deployed-stage/check-result.ts"

/** How many subscriptions of a topic were confirmed, and how many wait for it. */
export type Subscriptions = { readonly confirmed: number; readonly pending: number }

const found = resultsOf("alarms")

/**
 * Whether somebody receives the alarms.
 *
 * @param topic the subscriptions of the deployed alarm topic; undefined: it is not deployed yet
 */
export function judgeAlarms(
  {
    alarms,
    keepData,
    alarmEmails,
    alarmTarget,
  }: Pick<StageSettings, "alarms" | "keepData" | "alarmEmails" | "alarmTarget">,
  topic: Subscriptions | undefined,
): readonly CheckResult[] {
  if (!alarms) return [found.note("alarms is false, so nobody is told when something breaks")]
  if (alarmEmails.length === 0 && alarmTarget !== undefined) return [found.ok(`all go to ${alarmTarget}`)]
  if (alarmEmails.length === 0)
    return keepData
      ? [found.toDo("alarmEmails is empty, so nobody would receive an alarm. Enter at least one address.")]
      : [found.note("alarmEmails is empty, so nobody receives an alarm of this trial")]
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
