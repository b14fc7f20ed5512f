/**
 * How often a queue delivers a message before it is a dead letter. With the visibility timeout below this is as long as
 * five deliveries at six times the function's timeout. docs/decisions/0072 says why.
 */
export const maximumDeliveries = 30

/** A message that was not acknowledged comes again so long after the function must have ended. */
export const marginSeconds = 10

/** The visibility timeout of a queue, by the timeout of the function that works through it. */
export const visibilitySeconds = (timeoutSeconds: number): number => timeoutSeconds + marginSeconds

/** A message is sent again for so many days when AWS throttles, times out or fails. After that its deliveries count. */
export const sentAgainDays = 1
