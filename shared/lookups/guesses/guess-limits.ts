/**
 * Wrong proofs for one order in an hour, from all visitors that the hub sees itself, or that one party names. The limit
 * never stops a link token.
 */
export const guessesPerShipmentAndHour = 5

/** Wrong proofs of one accessor in a day. 24 postal codes can cover half of a depot's recipients. */
export const guessesPerAccessorAndDay = 10

/**
 * Wrong proofs in a day, on a network of guessers, of all visitors that one parcel earns an answer. It is one parcel,
 * however many cookies it opened.
 */
export const guessesPerEarningParcelAndDay = 2

/** Lookups without proof in a day, on a restricted network, that one parcel earns. They show the phase at most. */
export const unprovenPerEarningParcelAndDay = 5

/**
 * The same of all visitors of one restricted network together. An attacker may have a parcel of its own behind each of
 * many cookies.
 */
export const unprovenPerNetworkAndDay = 20

/**
 * Wrong proofs in a day from a network of guessers, as a sum like that of the guess chart. A wrong postal code takes
 * `cost`, and the first right one for an order gives 1 back, so the sum only grows where more than one in nine is
 * wrong. Ordinary visitors get one in 17 wrong (6 %, docs/detection.md). They reach the limit by chance in about one of
 * 750 unlucky stretches, however many share the address.
 */
export const guessesPerNetworkOfGuessers = { cost: 8, limit: 48 } as const

/** Wrong house numbers for one order in a day. A Canadian postal code has about 20 doors. */
export const houseNumbersPerShipmentAndDay = 5

/**
 * Wrong house numbers in a day from one network, as a sum like that of its postal codes: 20 of them, while fewer than
 * one in nine is wrong.
 */
export const houseNumbersPerNetwork = { cost: 8, limit: 160 } as const
