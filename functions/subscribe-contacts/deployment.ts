import { declareFunction } from "../deployment.ts"
import { listParties } from "../grants.ts"

export const deployment = declareFunction({
  context: "parties",
  partOf: ["alertTopics"],
  canWait: true,
  description: "Subscribes the contacts of each party to its topic, in a stage that mails through SNS",
  impact: "New contacts of parties get no mail, and old ones still do.",
  everyMinutes: 10,
  includes: [listParties],
  uses: ["subscribeContacts"],
  // 250 parties with 20 contacts each, or 1,000 invited parties with five, at 25 calls a second.
  timeoutSeconds: 300,
  alarms: {
    ContactUnconfirmed: {
      sentence: "Contacts have not confirmed their subscription. They get no mail about a breach.",
      withinMinutes: 30,
    },
  },
  reaches: { files: 35, later: 18 },
})
