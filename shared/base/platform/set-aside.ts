/** A change that a function cannot handle. */
export type FailedChange = {
  functionArn: string
  sequenceNumber: string
  /** ISO instant of the change. */
  changedAt: string | undefined
  /** The record of the stream, as the function got it. */
  record: unknown
}

/** Where functions keep changes that no retry can handle, and note those that ended them. */
export type SetAside = {
  /** Keeps a change for an operator to redrive. */
  keep(change: FailedChange): Promise<void>
  /**
   * Notes that an attempt begins.
   *
   * @returns how many earlier attempts began and did not come to an end, at most 3. With 3 nothing is noted
   */
  begin(change: FailedChange): Promise<number>
  /** Notes that the attempt came to an end, whatever came of it. */
  end(change: FailedChange, unended: number): Promise<void>
}

/** A change whose attempts did not come to an end so often has ended its invocation each time. */
export const mostUnended = 3

/** The text in which Lambda itself keeps what it gives up on, so that both are redriven the same way. */
export function textOfFailed({ functionArn, sequenceNumber, changedAt, record }: FailedChange): string {
  const batch = { startSequenceNumber: sequenceNumber, approximateArrivalOfFirstRecord: changedAt }
  const requestContext = { functionArn, condition: "SetAsideByFunction" }
  return JSON.stringify({ requestContext, DDBStreamBatchInfo: batch, payload: { Records: [record] } })
}
