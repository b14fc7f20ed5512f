/** What becomes due to shipments with time. Each returns how many it changed. */
export type DueWork = { confirmClaims: () => Promise<number>; sweepErasures: () => Promise<number> }

/**
 * Does both kinds of due work at the same time. If one fails, the other still comes to its end.
 * @throws what the one that failed threw
 */
export async function sweepShipments({ confirmClaims, sweepErasures }: DueWork) {
  const [confirming, sweeping] = [confirmClaims(), sweepErasures()]
  await Promise.allSettled([confirming, sweeping])
  return { confirmed: await confirming, swept: await sweeping }
}
