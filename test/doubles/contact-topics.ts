import type { ContactSubscription, ContactTopics } from "../../shared/parties/channels/contact-topics.ts"
import type { MailLevel } from "../../shared/parties/channels/mail.ts"

type Kept = { address: string; level: MailLevel; arn: string; confirmed: boolean }

/** Topics as SNS keeps them: a subscription takes no change until its contact has confirmed it. */
export function memoryContactTopics(
  options: {
    interrupt?: (point: string) => Promise<void>
    /** Whether a deployment made the topic of a party. By default it made all. */
    isDeployed?: (partyId: string) => boolean
  } = {},
) {
  const { interrupt = async () => {}, isDeployed = () => true } = options
  const topics = new Map<string, Kept[]>()
  const of = (partyId: string) => topics.get(partyId) ?? []
  let asked = 0
  const byArn = (arn: string) => {
    const found = [...topics.values()].flat().find((one) => one.arn === arn && one.confirmed)
    if (found === undefined) throw new Error("SNS knows no such subscription")
    return found
  }
  const port: ContactTopics = {
    async subscriptions(partyId) {
      await interrupt(`subscriptions of ${partyId}`)
      if (!isDeployed(partyId) && !topics.has(partyId)) return undefined
      return of(partyId).map(
        ({ address, arn, level, confirmed }): ContactSubscription =>
          confirmed ? { address, confirmed: { arn, level } } : { address },
      )
    },
    async make(partyId) {
      await interrupt(`make ${partyId}`)
      if (!topics.has(partyId)) topics.set(partyId, [])
    },
    async subscribe(partyId, address, level) {
      await interrupt(`subscribe ${address}`)
      if (!isDeployed(partyId) && !topics.has(partyId)) throw new Error("SNS knows no such topic")
      asked += 1
      const arn = `arn:aws:sns:ca-central-1:111122223333:${partyId}:${asked}`
      topics.set(partyId, [...of(partyId), { address, level, arn, confirmed: false }])
    },
    async changeLevel(arn, level) {
      byArn(arn).level = level
    },
    async unsubscribe(arn) {
      const { arn: gone } = byArn(arn)
      for (const [partyId, all] of topics)
        topics.set(
          partyId,
          all.filter((one) => one.arn !== gone),
        )
    },
  }
  return {
    ...port,
    /** How many requests to confirm contacts got. */
    asked: () => asked,
    confirmAll: () => {
      for (const one of [...topics.values()].flat()) one.confirmed = true
    },
    levels: (partyId: string) => of(partyId).map(({ address, level }) => `${address} ${level}`),
  }
}
