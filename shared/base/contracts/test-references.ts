/**
 * Tracking numbers that begin like this have a fixed behaviour in a stage that is no production: the hub plays the
 * carrier. In production they are numbers like any other.
 */
export const testPrefixes = {
  /** It is handed over, is on its way, and is delivered. */
  delivered: "WSTESTDELIVERED",
  /** It is handed over, and then an exception is reported. */
  exception: "WSTESTEXCEPTION",
  /** Somebody walks along order references in the carrier's tool, and sees this shipment. The parties are alerted. */
  walk: "WSTESTWALK",
} as const

/** What a test reference stands for. */
export type TestBehaviour = keyof typeof testPrefixes

/** The behaviour of a tracking number, if it is a test reference. */
export function testBehaviourOf(trackingNumber: string | undefined): TestBehaviour | undefined {
  const behaviours = ["delivered", "exception", "walk"] as const satisfies readonly TestBehaviour[]
  return behaviours.find((behaviour) => trackingNumber?.startsWith(testPrefixes[behaviour]))
}
