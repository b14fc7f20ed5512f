/** A queue of its own that gets a copy of each event for one party. Nothing is taken out of the party's queue. */
export type Tap = {
  /** Waits for events for up to some seconds. Each is the text of a whole EventBridge event. */
  receive(): Promise<readonly string[]>
  /** Deletes the queue and the rule that fills it. */
  close(): Promise<void>
}

/** The name of the queue and the rule of a tap. */
export const tapName = (partyId: string, mark: string): string => `wayseal-listen-${partyId}-${mark}`

/** Selects the events for one party. */
export const tapPattern = (partyId: string): string =>
  JSON.stringify({ source: ["wayseal.hub"], detail: { metadata: { audience: [partyId] } } })

/** Lets EventBridge send to the queue for one rule. */
export const tapPolicy = (queueArn: string, ruleArn: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
        Condition: { ArnEquals: { "aws:SourceArn": ruleArn } },
      },
    ],
  })
