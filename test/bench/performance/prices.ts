/**
 * AWS's list prices of us-east-1 in US dollars, as AWS published them in 2025: on demand, without the free tier and
 * without discounts for volume.
 */
export const prices = {
  region: "us-east-1",
  asOf: "2025",
  lambdaRequest: 0.2e-6,
  /** Of Arm. */
  lambdaGigabyteSecond: 0.0000133334,
  dynamoReadUnit: 0.125e-6,
  dynamoWriteUnit: 0.625e-6,
  /** Once, for each write unit a second above those of a new table. */
  dynamoWarmWriteUnit: 0.00065,
  /** Each 64 KB of a custom event. */
  eventBridgeEvent: 1e-6,
  /** Standard queues. */
  sqsRequest: 0.4e-6,
  httpApiRequest: 1e-6,
} as const
