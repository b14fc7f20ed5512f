/** A message that a queue gave to this invocation. Until its visibility timeout ends, nobody else gets it. */
export type HeldMessage = {
  messageId: string
  /** ARN of the queue. */
  eventSourceARN: string
  receiptHandle: string
}

/** An attribute of a message, as Lambda hands it over: bytes are base64. */
export type MessageAttribute = {
  dataType: string
  stringValue?: string | null | undefined
  binaryValue?: string | null | undefined
}

/** What a message says, and what travels with it. */
export type SentMessage = {
  body: string
  attributes: Readonly<Record<string, MessageAttribute>>
  /** Among such groups a queue shares its turns fairly. */
  groupId?: string | undefined
}

/** A message of a batch. */
export type DeliveredMessage = HeldMessage &
  SentMessage & {
    /** ISO instant when the queue received it for the first time, however often it was sent again. */
    arrivedAt: string | undefined
    /** How often the queue delivered it, this time included, but for those deliveries in which AWS failed it. */
    deliveries: number
    /** How often it was sent again. */
    retries: number
  }

/** A message, and for how long from now nobody else shall get it. */
export type Hold = { message: HeldMessage; seconds: number }

/** What a function may do with the messages that it holds. */
export type Receipts = {
  /** Deletes a message, so that it does not come again however the invocation ends. */
  acknowledge(message: HeldMessage): Promise<void>
  /**
   * Changes how long messages are held.
   *
   * @returns ids of those that this invocation does not hold any more
   */
  hold(holds: readonly Hold[]): Promise<ReadonlySet<string>>
  /** Sends a message to its queue once more. Nobody gets it for so long. The one that is held stays as it is. */
  sendAgain(message: HeldMessage & SentMessage, delaySeconds: number): Promise<void>
}
