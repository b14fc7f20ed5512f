/** Wrong proofs that one order may meet with in an hour, from whomever; the limit never stops a link token. */
export const guessesPerShipmentAndHour = 5

/** Wrong proofs that one accessor has in a day: 24 postal codes can cover half a depot's people. */
export const guessesPerAccessorAndDay = 10

/**
 * Wrong proofs in a day, from a network of guessers, of everybody together who is served there because of one and the same parcel: however
 * many cookies somebody's own parcel opened, it is one parcel.
 */
export const guessesPerEarningParcelAndDay = 2

/** Lookups without proof in a day, from a restricted network, for the sake of one and the same parcel. They show the phase at most. */
export const unprovenPerEarningParcelAndDay = 5

/**
 * Wrong proofs in a day from a network of guessers. It is a sum as the guess chart keeps it: a wrong postal code takes `cost` of it, the
 * first right one for an order gives `1` back, so that it only grows where more than one in nine is wrong. Ordinary visitors get one in 17
 * wrong (6 %, docs/detection.md): they reach the limit by chance in about one of 750 unlucky stretches, however many share the address.
 */
export const guessesPerNetworkOfGuessers = { cost: 8, limit: 48 } as const
