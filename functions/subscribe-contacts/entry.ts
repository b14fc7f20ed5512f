import { systemClock } from "../../shared/base/platform/clock.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { lambdaHandler } from "../../shared/base/platform/lambda.ts"
import { deployedContactTopics } from "../../shared/parties/channels/deployed-contact-topics.ts"
import { makeSubscribeContacts } from "../../shared/parties/channels/subscribe-contacts.ts"
import { namedInFile } from "../../shared/parties/deployed-file-parties.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"

const telemetry = deployedTelemetry()
const parties = await deployedCurrentParties()
const subscribeContacts = makeSubscribeContacts({
  parties,
  isInFile: namedInFile(),
  topics: deployedContactTopics(),
  clock: systemClock,
})

export const handler = lambdaHandler(telemetry, async (_, context) => {
  const { subscribed, changed, unsubscribed, unconfirmed, failure } = await subscribeContacts(() =>
    context.getRemainingTimeInMillis(),
  )
  const outcomes = `subscribed ${subscribed}, changed ${changed}, unsubscribed ${unsubscribed}, unconfirmed ${unconfirmed}`
  telemetry.info("Contacts subscribed", { outcomes })
  if (unconfirmed > 0) telemetry.count("ContactUnconfirmed", unconfirmed)
  if (failure !== undefined) throw failure
})
